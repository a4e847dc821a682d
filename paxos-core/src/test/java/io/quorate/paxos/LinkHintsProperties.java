package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** That hints are never part of safety is held by {@code AgreementProperties}, which gives many. */
@Label("hints that a link came or went")
final class LinkHintsProperties {

  @Property(tries = 100)
  void neverDeposeALeaderThatAMajorityHears(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Cluster cluster = Cluster.of(5);
    cluster.stabilize();
    for (int tick = 0; tick < 200; tick++) {
      cluster.tickAll();
      int hinted = 4 + random.nextInt(2);
      cluster.step(hinted, new Event.Link(1 + random.nextInt(3), random.nextInt(4) == 0));
      cluster.propose(1, 7, tick + 1, "v" + tick);
      cluster.stabilize();
    }
    assertThat(cluster.leader()).isEqualTo(1);
    assertThat(cluster.replica(1).promised()).isEqualTo(new Ballot(0, 1));
    assertThat(cluster.replica(5).nextSlot()).isEqualTo(200);
    assertThat(cluster.replica(5).counters().pollsAtHints()).isPositive();
    assertThat(cluster.replica(5).counters().candidacies()).isZero();
  }
}
