package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal;
import io.quorate.paxos.message.Message.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of a replica that a short transcript cannot show. */
final class ReplicaTest {

  private static final int REPEAT = 8;

  private static Cluster booted(Setup setup) {
    Cluster cluster = new Cluster(setup);
    cluster.stabilize();
    return cluster;
  }

  private static List<Effect> request(Cluster cluster, long sequence, String text) {
    Value value = Value.of(7, sequence, text.getBytes(StandardCharsets.US_ASCII));
    return cluster.step(1, new Event.Received(new Envelope(1, 0, 0, new Message.Client(value))));
  }

  @Test
  void aLongBacklogIsRepeatedAsFastAsItIsVotedFor() {
    Cluster c = booted(Setup.of(3));
    for (int request = 1; request <= 1000; request++) {
      c.propose(1, 7, request, "x");
    }
    c.drop("*");

    c.tick(1, 2 * REPEAT);
    c.stabilize();

    assertThat(c.replica(1).nextSlot()).isEqualTo(1000);
    assertThat(c.replica(1).counters().acceptsRepeated()).isBetween(1000L, 1100L);
  }

  @Test
  void aTakeOverOfManySlotsKeepsThemAll() {
    Cluster c = booted(Setup.of(3).messageBytesMax(256));
    for (int request = 1; request <= 1000; request++) {
      c.propose(1, 7, request, "value " + request);
    }
    c.deliver("ACCEPT 1->2");
    c.drop("*");
    c.stop(1);

    c.stand(3);
    c.stabilize();

    assertThat(c.replica(3).nextSlot()).isEqualTo(1000);
    assertThat(c.chosen(3, 999)).isEqualTo("7:1000 'value 1000'");
  }

  @Test
  void aRequestOvertakenByManyOthersOnTheWayToItsSlotIsRefusedThere() {
    Cluster c = booted(Setup.of(3));
    c.propose(1, 7, 100, "x");
    c.propose(1, 7, 36, "late");

    assertThat(request(c, 100, "x")).as("it is on its way").isEmpty();
    c.deliver("ACCEPT 1->2");
    c.deliver("LEARN 2->1 slot=0");
    List<Effect> delivered = c.deliver(c.matching("LEARN 2->1 slot=1").getFirst());
    assertThat(delivered).contains(new Effect.Answer(7, new Refusal(7, 36, Reason.STALE, 1)));
    assertThat(request(c, 36, "late"))
        .containsExactly(new Effect.Answer(7, new Refusal(7, 36, Reason.STALE, 1)));
  }

  @Test
  void aResultThatDoesNotFitAMessageIsAnsweredWithARefusal() {
    Cluster c = booted(Setup.of(1).machine(true).messageBytesMax(256));
    request(c, 1, "put k " + "x".repeat(100));
    request(c, 2, "append k " + "x".repeat(100));

    assertThat(request(c, 3, "get k"))
        .contains(new Effect.Answer(7, new Refusal(7, 3, Reason.TOO_LARGE, 1)));
    assertThat(request(c, 4, "del k")).hasAtLeastOneElementOfType(Effect.Answer.class);
  }

  @Test
  void aValueThatWouldNotFitAPromiseIsNotVotedFor() {
    Cluster c = booted(Setup.of(3).messageBytesMax(256));
    Value tooLong = Value.of(7, 1, new byte[159]);
    Value longest = Value.of(7, 1, new byte[158]);

    c.send(2, new Envelope(1, 1, 1, new Message.Accept(new Ballot(0, 1), 1, tooLong)));
    c.send(2, new Envelope(1, 3, 1, new Message.Chosen(1, tooLong)));
    c.stabilize();
    assertThat(c.replica(2).counters().oversized()).isEqualTo(2);
    assertThat(c.replica(2).nextSlot()).isZero();

    c.step(1, new Event.Proposed(longest));
    c.stabilize();
    assertThat(c.chosen(2, 0)).isEqualTo(longest.toString());
  }

  @Test
  void votersAreCountedBeyondTheSixtyFourthMember() {
    Cluster c = booted(Setup.of(67));
    c.propose(1, 7, 1, "x");
    for (int voter = 35; voter <= 66; voter++) {
      c.deliver("ACCEPT 1->" + voter);
      c.deliver("LEARN " + voter + "->1");
    }
    assertThat(c.chosen(1, 0)).as("33 of 67 have voted").isEqualTo("unknown");

    c.deliver("ACCEPT 1->67");
    c.deliver("LEARN 67->1");

    assertThat(c.chosen(1, 0)).isEqualTo("7:1 'x'");
  }
}
