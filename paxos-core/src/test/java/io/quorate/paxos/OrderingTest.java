package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Packet;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three members; an open slot is proposed again after eight ticks. */
final class OrderingTest {

  private static final int REPEAT = 8;

  /** Most slots that are proposed again in an interval. */
  private static final int BATCH = 64;

  private final Cluster c = Cluster.of(3);

  private List<Long> proposedTo(int node) {
    return c.inFlight().stream()
        .filter(each -> each.type() == EtherType.ACCEPT && each.to() == node)
        .map(Packet::envelope)
        .map(each -> ((Message.Accept) each.message()).slot())
        .toList();
  }

  @Test
  void aLongBacklogIsRepeatedBatchByBatch() {
    c.stabilize();
    for (int request = 1; request <= 3 * BATCH; request++) {
      c.propose(1, 7, request, "put k " + request);
    }
    c.tick(1, 2 * REPEAT - 1);
    c.inFlight().clear();

    c.tick(1);
    assertThat(proposedTo(2)).hasSize(BATCH).startsWith(0L).endsWith(BATCH - 1L);
    c.inFlight().removeIf(each -> each.type() == EtherType.ACCEPT && each.to() == 3);
    c.deliver("ACCEPT 1->2");
    c.inFlight().removeIf(each -> each.type() == EtherType.ACCEPT);
    c.deliver("LEARN 2->1");
    assertThat(c.replica(1).nextSlot()).isEqualTo(BATCH);
    assertThat(proposedTo(2))
        .as("the next follow as soon as those are chosen")
        .contains((long) BATCH)
        .doesNotContain(0L);
  }

  /** The ballot is too low for a vote, but a quorum of it has voted before. */
  @Test
  void aProposalThatIsRefusedMayStillBringAValueThatIsChosen() {
    c.stabilize();
    c.propose(1, 7, 1, "put k v");
    Packet late = c.matching("ACCEPT 1->3").getFirst();
    c.deliver("ACCEPT 1->2");
    c.stand(3);
    c.deliver("LEARN 1->3");
    c.deliver("LEARN 2->3");
    assertThat(c.replica(3).nextSlot()).as("the value is not known").isZero();

    List<Effect> effects = c.deliver(late);
    assertThat(effects).anyMatch(each -> each instanceof Effect.Deliver);
    assertThat(effects).contains(new Effect.Send(1, new Message.Nack(c.replica(3).promised())));
    assertThat(c.chosen(3, 0)).contains("put k v");
  }

  @Test
  void electionsAndHandOversAreCounted() {
    c.stabilize();
    c.stand(2);
    c.stabilize();
    assertThat(c.leader()).isEqualTo(2);
    assertThat(c.replica(2).counters().candidacies()).isOne();
    assertThat(c.replica(2).counters().electionsWon()).isOne();
    assertThat(c.replica(2).counters().handOversTaken()).isZero();

    c.step(2, new Event.HandOver(3));
    for (int tick = 0; tick < 10; tick++) {
      c.stabilize();
      c.tickAll();
    }
    assertThat(c.leader()).isEqualTo(3);
    assertThat(c.replica(3).counters().electionsWon()).isOne();
    assertThat(c.replica(3).counters().handOversTaken()).isOne();
    assertThat(c.replica(2).counters().handOversBegun()).isOne();
  }
}
