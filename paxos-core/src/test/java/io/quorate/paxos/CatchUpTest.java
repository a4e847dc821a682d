package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Packet;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that are behind: they catch up, and meanwhile they are in nobody's way. */
final class CatchUpTest {

  private static final int HASTY = 3;
  private static final Timing TIMING = new Timing(5, 20, 50, 8);
  private static final int WINDOW = 4;

  /** Node 3 is the first to stand whenever there is no leader. */
  private static Cluster booted() {
    Cluster c =
        new Cluster(
            Setup.of(3)
                .timing(TIMING)
                .windowSlots(WINDOW)
                .machine(true)
                .succession(new Succession(0, HASTY, 0)));
    c.stabilize();
    return c;
  }

  private static void order(Cluster c, int leader, int from, int to) {
    for (int request = from; request <= to; request++) {
      c.propose(leader, 7, request, "append log " + request);
      c.stabilize();
      tick(c, TIMING.heartbeatTicks(), packet -> false); // The answers open the window again.
    }
  }

  private static void tick(Cluster c, int ticks, Predicate<Packet> lost) {
    for (int tick = 0; tick < ticks; tick++) {
      c.tickAll();
      deliver(c, lost);
    }
  }

  private static void deliver(Cluster c, Predicate<Packet> lost) {
    while (!c.inFlight().isEmpty()) {
      Packet next = c.inFlight().getFirst();
      if (lost.test(next)) {
        c.inFlight().remove(next);
      } else {
        c.deliver(next);
      }
    }
  }

  /**
   * Node 1 holds votes for a whole window above its last slot, and so has no place for that slot's
   * value any more; node 3 lacks just this value, and node 1 has kept a snapshot that ends just
   * below it. Node 2 is away.
   */
  @Test
  void aSnapshotIsOfferedThatBringsTheAskerFurther() {
    Cluster c = booted();
    c.isolate(HASTY);
    order(c, 1, 1, 8);
    c.heal();
    tick(c, 3 * TIMING.retransmitTicks(), packet -> false);
    assertThat(c.replica(HASTY).nextSlot()).isEqualTo(8);
    assertThat(c.replica(1).counters().snapshotsTaken()).isEqualTo(1);

    c.isolate(HASTY);
    order(c, 1, 9, 9);
    c.isolate(2);
    for (int request = 10; request < 10 + WINDOW; request++) {
      c.propose(1, 7, request, "append log " + request);
    }
    assertThat(c.chosen(1, 8)).as("its place is taken").isEqualTo("unknown");
    tick(c, 2 * TIMING.electionTicksMax(), packet -> false);
    assertThat(c.leader()).as("nobody has a quorum").isZero();

    c.heal();
    c.stop(2);
    c.stand(HASTY); // However long it has come to wait by now, it is the first.
    deliver(c, packet -> false);
    tick(c, 6 * TIMING.electionTicksMax(), packet -> false);

    assertThat(c.leader()).isNotZero();
    assertThat(c.replica(1).nextSlot()).isEqualTo(9 + WINDOW);
    assertThat(c.replica(HASTY).nextSlot()).isEqualTo(9 + WINDOW);
  }

  /**
   * Node 3 is far behind, gets nothing of what it asks for, and stands before all others, again and
   * again; it can win nothing. The others do not wait for it.
   */
  @Test
  void aCandidateThatIsOutrunDoesNotKeepOthersFromStanding() {
    Cluster c = booted();
    c.isolate(HASTY);
    order(c, 1, 1, 2 * WINDOW + 1);
    c.heal();
    c.stop(1);
    c.restart(1);
    List<Integer> leaders = new ArrayList<>();

    Predicate<Packet> starving =
        packet ->
            packet.to() == HASTY
                && (packet.type() == EtherType.PIECE || packet.type() == EtherType.CHOSEN);
    for (int tick = 0; tick < 6 * TIMING.electionTicksMax(); tick++) {
      tick(c, 1, starving);
      leaders.add(c.leader());
    }

    assertThat(c.replica(HASTY).nextSlot()).isLessThan(WINDOW);
    assertThat(c.replica(HASTY).counters().candidacies()).isPositive();
    assertThat(c.replica(HASTY).counters().electionsWon()).isZero();
    assertThat(leaders).containsAnyOf(1, 2);
    assertThat(c.leader()).isBetween(1, 2);
  }

  /**
   * Node 3 has voted in slot 1, lacks slot 0, and becomes what another is ten slots later, without
   * having heard of a watermark: what it has voted it still has to tell, also after a start with
   * its store.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatInstallsASnapshotKeepsTheVotesThatItHas(boolean machine) {
    Cluster c = new Cluster(Setup.of(3).timing(TIMING).windowSlots(WINDOW).machine(machine));
    c.stabilize();
    c.propose(1, 7, 1, "put a 1");
    c.drop("ACCEPT 1->3");
    c.propose(1, 7, 2, "put a 2");
    c.stabilize();
    c.isolate(3);
    order(c, 1, 3, 12);
    c.heal();
    c.step(1, new Event.Received(new Envelope(1, 3, 1, new Message.Repair(0, WINDOW))));
    c.deliver("PIECE 1->3");
    assertThat(c.replica(3).nextSlot()).isEqualTo(12);

    c.restart(3);
    Message prepare = new Message.Prepare(new Ballot(9, 2), 1, null);
    List<Effect> promised = c.step(3, new Event.Received(new Envelope(1, 2, 1, prepare)));

    assertThat(promised)
        .filteredOn(each -> each instanceof Effect.Send)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Send.class,
            send ->
                assertThat(((Message.Promise) send.message()).votes())
                    .extracting(Message.Vote::slot)
                    .contains(1L));
  }
}
