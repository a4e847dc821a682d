package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Client;
import io.quorate.paxos.message.Message.Reply;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Eight situations, each of which some published system gets wrong, most of them for ordering in
 * the network. {@code Cluster}'s own invariants watch all of them as well.
 */
final class PublishedFaultsTest {

  /** After so many ticks without a leader a replica stands; half of it repeats what was lost. */
  private static final int ELECTION = 20;

  private static final String X = "7:1 'x'";
  private static final String Y = "7:2 'y'";

  private static Cluster booted(Setup setup) {
    Cluster cluster = new Cluster(setup);
    cluster.stabilize();
    return cluster;
  }

  private static Cluster booted(int members) {
    return booted(Setup.of(members));
  }

  private static Value value(long sequence, String text) {
    return Value.of(7, sequence, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Envelope from(int sender, Message message) {
    return new Envelope(1, sender, 1, message);
  }

  @Test
  @DisplayName("T1: a lost LEARN is recovered when the ACCEPT is repeated")
  void aLostLearnIsRecovered() {
    Cluster c = booted(3);
    c.propose(1, 7, 1, "x");
    c.deliver("ACCEPT");
    c.drop("LEARN *->1");
    assertThat(c.chosen(1, 0)).isEqualTo("unknown");

    c.tick(1, 16);
    c.deliver("ACCEPT 1->2");
    c.deliver("LEARN 2->1");

    assertThat(c.chosen(1, 0)).isEqualTo(X);
  }

  @Test
  @DisplayName("T2: a switch that missed the ACCEPT but saw a LEARN quorum still delivers")
  void aQuorumWithoutTheValueIsRepaired() {
    Cluster c = booted(3);
    c.propose(1, 7, 1, "x");
    c.drop("ACCEPT 1->3");
    c.deliver("ACCEPT 1->2");
    c.deliver("LEARN");
    assertThat(c.replica(3).nextSlot()).isZero();

    c.tick(3, ELECTION / 2);
    assertThat(c.deliver("REPAIR 3->*")).isOne();
    c.deliver("CHOSEN *->3");

    assertThat(c.replica(3).nextSlot()).isOne();
    assertThat(c.chosen(3, 0)).isEqualTo(X);
  }

  @Test
  @DisplayName("T3: ACCEPT from a node that does not own the ballot is refused")
  void anAcceptOfAStrangerIsRefused() {
    Cluster c = booted(3);
    Ballot promised = c.replica(3).promised();

    c.send(3, from(2, new Accept(new Ballot(0, 1), 0, value(1, "x"))));
    c.send(3, from(2, new Accept(new Ballot(9, 1), 0, value(1, "x"))));
    c.stabilize();

    assertThat(c.replica(3).counters().unauthorised()).isEqualTo(2);
    assertThat(c.replica(3).promised()).isEqualTo(promised);
    c.propose(1, 7, 2, "y");
    c.stabilize();
    assertThat(c.chosen(3, 0)).isEqualTo(Y);
  }

  @Test
  @DisplayName("T4: a leader whose id is lower than an acceptor's gets its values accepted")
  void theLowestIdCanLead() {
    Cluster c = booted(Setup.of(3).firstLeader(3));
    c.stop(3);
    c.stand(1);
    c.stabilize();
    assertThat(c.leader()).isEqualTo(1);

    c.propose(1, 7, 1, "x");
    c.deliver("ACCEPT 1->2");
    assertThat(c.deliver("LEARN 2->1")).isOne();
    assertThat(c.chosen(1, 0)).isEqualTo(X);

    c.restart(3);
    c.stabilize();
    assertThat(c.replica(3).trusted()).isEqualTo(1);
    c.propose(1, 7, 2, "y");
    c.drop("ACCEPT 1->2");
    assertThat(c.deliver("ACCEPT 1->3")).isOne();
    c.deliver("LEARN 3->1");
    assertThat(c.chosen(1, 1)).isEqualTo(Y);
  }

  @Test
  @DisplayName("T5: a restarted leader never reuses a slot in the same ballot for another value")
  void aRestartedLeaderTakesANewBallot() {
    Cluster c = booted(3);
    Ballot before = c.replica(1).promised();
    c.propose(1, 7, 1, "x");
    c.deliver("ACCEPT 1->2");
    c.drop("*");

    c.restart(1);
    c.stabilize();
    c.propose(1, 7, 2, "y");
    assertThat(c.inFlight()).isEmpty();
    assertThat(c.replica(1).isLeader()).isFalse();

    c.stand(1);
    c.stabilize();
    c.propose(1, 7, 2, "y");
    c.stabilize();
    assertThat(c.replica(1).promised()).isGreaterThan(before);
    assertThat(c.chosen(3, 0)).isEqualTo(X);
    assertThat(c.chosen(3, 1)).isEqualTo(Y);
  }

  @Test
  @DisplayName("T6: a duplicated LEARN, PROMISE, CLIENT or reply changes nothing")
  void duplicatesChangeNothing() {
    Cluster c = booted(Setup.of(5).machine(true));
    c.send(1, from(0, new Client(value(1, "append log x"))));
    c.repeat("CLIENT");
    c.deliver("CLIENT");
    assertThat(c.matching("ACCEPT 1->2")).hasSize(1);

    c.deliver("ACCEPT 1->2");
    c.repeat("LEARN 2->1");
    c.repeat("LEARN 2->1");
    assertThat(c.chosen(1, 0)).as("two votes of five").isEqualTo("unknown");
    c.stabilize();
    long digest = c.replica(1).stateDigest();
    c.send(1, from(0, new Client(value(1, "append log x"))));
    c.stabilize();
    assertThat(c.replica(1).nextSlot()).isOne();
    assertThat(c.replica(1).stateDigest()).isEqualTo(digest);

    c.send(2, from(1, new Reply(value(1, "ok x"))));
    assertThat(c.deliver(c.inFlight().getFirst())).isEmpty();

    c.stop(1);
    c.stand(2);
    c.deliver("PREPARE 2->3");
    c.repeat("PROMISE 3->2");
    c.repeat("PROMISE 3->2");
    assertThat(c.replica(2).isLeader()).as("two promises of five").isFalse();
    c.deliver("PREPARE 2->4");
    c.deliver("PROMISE 4->2");
    assertThat(c.replica(2).isLeader()).as("three promises of five").isTrue();
    c.repeat("PROMISE 3->2");
    assertThat(c.replica(2).isLeader()).isTrue();
  }

  /**
   * Five members that keep nothing. Member 4 promises 1.5 and forgets it; three others, who know
   * nothing of that ballot, tell it what they know; x is chosen with its vote in 0.1. Only then
   * does member 3 promise 1.5. Of its old promise and this one, member 5 must not make a quorum.
   *
   * @param telling what member 3's promise says of incarnations
   */
  private static Cluster withTheOldPromise(UnaryOperator<Message.Promise> telling) {
    Cluster c = booted(Setup.of(5).durability(Durability.VOLATILE));
    c.stand(5);
    c.deliver("PREPARE 5->4");
    c.drop("PREPARE");
    var old = c.matching("PROMISE 4->5").getFirst();

    c.restart(4);
    for (int node = 1; node <= 3; node++) {
      c.deliver("RECOVER 4->" + node);
    }
    c.drop("RECOVER");
    c.deliver("RECOVERED");
    assertThat(c.replica(4).isRecovering()).isFalse();
    assertThat(c.replica(4).promised()).isEqualTo(new Ballot(0, 1));
    c.propose(1, 7, 1, "x");
    c.deliver("ACCEPT 1->2");
    c.deliver("ACCEPT 1->4");
    assertThat(c.invariants().chosen()).as("x is chosen").isOne();

    c.deliver(old);
    c.send(3, new Envelope(1, 5, 1, new Message.Prepare(new Ballot(1, 5), 0)));
    c.deliver("PREPARE 5->3");
    var promise = c.matching("PROMISE 3->5").getFirst();
    c.inFlight().remove(promise);
    c.step(
        5,
        new Event.Received(from(3, telling.apply((Message.Promise) promise.envelope().message()))));
    return c;
  }

  @Test
  @DisplayName(
      "T8: a promise that its member has forgotten counts no more, though nobody has seen it")
  void aForgottenPromiseIsVoid() {
    Cluster c = withTheOldPromise(promise -> promise);
    assertThat(c.replica(5).isLeader()).as("two promises of five").isFalse();

    c.drop("*");
    c.tick(5, ELECTION / 2);
    c.deliver("PREPARE 5->4");
    c.deliver("PROMISE 4->5");
    assertThat(c.replica(5).isLeader()).as("three promises of five").isTrue();
    c.stabilize();
    assertThat(c.chosen(5, 0)).isEqualTo(X);
  }

  /** What goes wrong in T8 without the vectors: as Viewstamped Replication Revisited recovers. */
  @Test
  @DisplayName("T8: without incarnations in the promises, a forgotten one would make a leader")
  void withoutIncarnationsAForgottenPromiseIsCounted() {
    assertThatThrownBy(
            () ->
                withTheOldPromise(
                    promise ->
                        new Message.Promise(
                            promise.ballot(),
                            promise.fromSlot(),
                            promise.votes(),
                            promise.nextSlot(),
                            promise.last(),
                            promise.watermark(),
                            promise.heldFrom())))
        .hasMessageContaining("node 5: leads in 1.5, promised by");
  }

  @Test
  @DisplayName("T7: the gap filler meets a value chosen by the other quorum and chooses that value")
  void aGapIsFilledWithWhatTheOthersChose() {
    Cluster c = booted(5);
    c.propose(1, 7, 1, "x");
    c.propose(1, 7, 2, "y");
    c.deliver("ACCEPT 1->2 slot=0");
    c.deliver("ACCEPT 1->3 slot=0");
    c.deliver("ACCEPT 1->4 slot=1");
    c.deliver("ACCEPT 1->5 slot=1");
    c.drop("*");
    c.stop(1);
    assertThat(c.invariants().chosen()).as("slots chosen, though nobody knows").isEqualTo(2);

    c.stand(5);
    c.deliver("PREPARE 5->4");
    c.deliver("PREPARE 5->2");
    c.deliver("PROMISE");
    assertThat(c.leader()).isEqualTo(5);
    c.stabilize();

    assertThat(c.chosen(5, 0)).isEqualTo(X);
    assertThat(c.chosen(5, 1)).isEqualTo(Y);
    assertThat(c.chosen(3, 1)).isEqualTo(Y);
  }
}
