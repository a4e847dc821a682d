package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that keep nothing, and start again. */
final class RecoveryTest {

  private static final int REPEAT = 8;

  private static Cluster booted(int members) {
    Cluster cluster = new Cluster(Setup.of(members).durability(Durability.VOLATILE).machine(true));
    cluster.stabilize();
    return cluster;
  }

  /** Until somebody leads and nobody is without memory. */
  private static void settle(Cluster c) {
    for (int tick = 0; tick < 400; tick++) {
      c.tickAll();
      c.stabilize();
      boolean all =
          IntStream.rangeClosed(1, c.members()).noneMatch(node -> c.replica(node).isRecovering());
      if (all && c.leader() != 0) {
        return;
      }
    }
    throw new AssertionError("not settled");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 7})
  void rollingRebootsUnderLoadLoseNothing(int members) {
    Cluster c = booted(members);
    int request = 0;
    for (int round = 0; round < 3; round++) {
      for (int node = 1; node <= members; node++) {
        c.propose(c.leader(), 7, ++request, "append log " + request);
        c.restart(node);
        c.stabilize();
        settle(c);
        c.propose(c.leader(), 7, ++request, "append log " + request);
        settle(c);
      }
    }
    for (int tick = 0; tick < 4 * REPEAT; tick++) {
      c.tickAll();
      c.stabilize();
    }

    for (int node = 1; node <= members; node++) {
      assertThat(c.replica(node).nextSlot()).isEqualTo(c.replica(1).nextSlot());
      assertThat(c.replica(node).stateDigest()).isEqualTo(c.replica(1).stateDigest());
      // A value asked for of a leader that forgets it at once may never have left it.
      for (int asked = 2; asked <= request; asked += 2) {
        assertThat(c.invariants().isExecuted(node, 7, asked)).as("request %s", asked).isTrue();
      }
    }
    assertThat(c.invariants().recoveries()).isEqualTo(3 * members);
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "4, 1", "5, 2", "7, 3"})
  void soManyMayForgetAtOnceAndNotOneMore(int members, int spare) {
    Cluster c = booted(members);
    c.propose(1, 7, 1, "put k v");
    c.stabilize();
    for (int node = 2; node < 2 + spare; node++) {
      c.restart(node);
    }
    settle(c);
    c.propose(c.leader(), 7, 2, "put k w");
    c.stabilize();
    assertThat(c.invariants().chosen()).isEqualTo(2);

    for (int node = 1; node <= spare + 1; node++) {
      c.restart(node);
    }
    for (int tick = 0; tick < 4 * REPEAT; tick++) {
      c.stabilize();
      c.tickAll();
    }

    for (int node = 1; node <= spare + 1; node++) {
      assertThat(c.replica(node).isRecovering()).isTrue();
      assertThat(c.invariants().reportsLoss(node)).as("node %s", node).isTrue();
    }
    assertThat(c.leader()).as("those that remember are too few to lead").isZero();
  }

  @Test
  void anOldQuestionIsTakenForALossUntilItsAskerTurnsOutToRemember() {
    Cluster c = booted(3);
    c.restart(3);
    var question = c.matching("RECOVER 3->2").getFirst();
    c.inFlight().remove(question);
    c.stabilize();
    assertThat(c.replica(3).isRecovering()).isTrue();
    c.step(2, new Event.Received(question.envelope()));
    c.stabilize();
    assertThat(c.replica(3).isRecovering()).isFalse();

    c.restart(2);
    List<Effect> heard = c.step(2, new Event.Received(question.envelope()));
    assertThat(heard).containsExactly(new Effect.MemoryLost(List.of(2, 3)));

    c.deliver("RECOVER 2->3");
    assertThat(c.deliver(c.matching("RECOVERED 3->2").getFirst()))
        .contains(new Effect.MemoryLost(List.of()));
    c.stabilize();
    assertThat(c.replica(2).isRecovering()).isFalse();
  }

  @Test
  void anOldQuestionOfOneThatHasShownItsMemoryIsNoLoss() {
    Cluster c = booted(3);
    c.restart(3);
    var question = c.matching("RECOVER 3->2").getFirst();
    c.stabilize();
    c.restart(2);
    c.deliver("RECOVER 2->3");
    c.deliver("RECOVERED 3->2");

    assertThat(c.step(2, new Event.Received(question.envelope()))).isEmpty();
  }

  @Test
  void whoeverStartsAgainHasShownNothingYet() {
    Cluster c = booted(3);
    c.restart(2);
    c.deliver("RECOVER 2->3");
    c.deliver("RECOVERED 3->2");
    c.restart(3);

    assertThat(c.deliver(c.matching("RECOVER 3->2").getFirst()))
        .contains(new Effect.MemoryLost(List.of(2, 3)));
  }

  @Test
  void whatIsWonBackIsTheHighestPromiseOfAll() {
    Cluster c = booted(3);
    c.stand(2);
    c.drop("PREPARE");
    Ballot promised = c.replica(2).promised();
    assertThat(promised).isGreaterThan(c.replica(1).promised());

    c.restart(3);
    c.deliver("RECOVER");
    c.deliver("RECOVERED 2->3");
    c.deliver("RECOVERED 1->3");
    assertThat(c.replica(3).isRecovering()).isFalse();
    assertThat(c.replica(3).promised()).isEqualTo(promised);
  }

  @Test
  void whoeverIsWithoutMemoryRefusesClients() {
    Cluster c = booted(3);
    c.restart(3);

    assertThat(c.propose(3, 7, 1, "put k v"))
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Answer.class,
            answer ->
                assertThat(((Message.Refusal) answer.message()).reason())
                    .isEqualTo(Message.Refusal.Reason.NOT_LEADER));
    assertThat(c.step(3, new Event.Asked(Value.of(7, 2, new byte[] {'x'}))))
        .singleElement()
        .isInstanceOf(Effect.Answer.class);
  }

  /**
   * Four vote, and a fifth is to join them. Of the three promises that the leader needs for that,
   * one is of a member that has started again since.
   */
  @Test
  void aPromiseForTheNextConfigurationIsVoidOnceItsMemberHasStartedAgain() {
    Cluster c =
        new Cluster(Setup.of(5).beginners(4).windowSlots(4).durability(Durability.VOLATILE));
    c.stabilize();
    c.propose(1, 7, 1, "put k v");
    c.stabilize();
    c.tick(1, 5);
    c.stabilize();
    c.change(1, 1, c.replica(1).newestConfiguration().adding(5));
    c.deliver("ACCEPT slot=1");
    c.deliver("LEARN slot=1");
    c.deliver("TRUST");
    c.deliver("ACK");

    c.deliver("PREPARE 1->2");
    c.deliver("PROMISE 2->1");
    c.restart(2);
    c.deliver("RECOVER 2->1");
    c.deliver("PREPARE 1->3");
    c.deliver("PROMISE 3->1");
    assertThat(c.propose(1, 7, 2, "put k w"))
        .as("the promises of 1 and 3 are not enough for slot 5")
        .singleElement()
        .isInstanceOf(Effect.Answer.class);

    c.deliver("PREPARE 1->4");
    c.deliver("PROMISE 4->1");
    c.propose(1, 7, 2, "put k w");
    assertThat(c.matching("ACCEPT 1->4 slot=5")).hasSize(1);
    settle(c);
    assertThat(c.invariants().isExecuted(1, 7, 2)).isTrue();
  }

  private static Envelope from2(int incarnation) {
    return new Envelope(1, 2, incarnation, new Message.Nack(new Ballot(0, 1)));
  }

  @Test
  void incarnationsAreComparedWithoutASignAndDoNotWrap() {
    Replica replica = new Replica(ReplicaConfig.of(1, 3), null, new SplittableRandom(1));
    replica.step(new Event.Booted());
    int[] rising = {1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1};

    for (int incarnation : rising) {
      replica.step(new Event.Received(from2(incarnation)));
      assertThat(replica.incarnations().of(2)).isEqualTo(incarnation);
    }
    assertThat(replica.counters().outdated()).isZero();
    for (int incarnation : rising) {
      replica.step(new Event.Received(from2(incarnation)));
    }
    replica.step(new Event.Received(from2(0)));
    assertThat(replica.counters().outdated()).as("all but the last").isEqualTo(rising.length);
  }

  @Test
  void theLastIncarnationStartsAndThereIsNoneBehindIt() {
    ReplicaConfig config = ReplicaConfig.of(2, 3);
    Replica last = new Replica(config, -1, null, new SplittableRandom(1), Recovered.NOTHING);

    assertThat(last.step(new Event.Booted()))
        .contains(new Effect.Broadcast(new Message.Recover(0)));
    assertThatThrownBy(
            () -> new Replica(config, 0, null, new SplittableRandom(1), Recovered.NOTHING))
        .hasMessageContaining("2^32 - 1 are used up");
  }
}
