package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EarlierSelvesTest {

  private static final Value A = Value.of(7, 1, "a".getBytes(StandardCharsets.US_ASCII));
  private static final Ballot FIRST = new Ballot(0, 1);
  private static final Ballot SECOND = new Ballot(1, 2);

  /** Node 3 was started again. */
  private static final Incarnations THREE = Incarnations.FIRST.with(3, 2);

  private final Reports reports = new Reports();
  private final EarlierSelves selves =
      new EarlierSelves(
          new Changes(Configuration.of(List.of(1, 2, 3), Quorums.majority(3)), 64, reports::report),
          reports::report);

  @BeforeEach
  void nodeThreeStartsAgain() {
    selves.started(3, 2);
  }

  private void told(int from, Ballot promised, long deliveredBelow, Incarnations known) {
    List<Message.Vote> votes = List.of(new Message.Vote(9, FIRST, A));
    selves.received(
        3, from, new Message.Recovered(2, promised, 0, votes, true, 0, deliveredBelow, known));
  }

  private void bothTell() {
    told(1, FIRST, 8, THREE);
    told(2, SECOND, 9, THREE);
  }

  private void recovers(Ballot promised, long nextSlot, long voted) {
    selves.recovered(3, new Regained(THREE, promised, nextSlot, slot -> voted));
  }

  @Test
  void whoHoldsAllThatItWasToldIsFine() {
    bothTell();
    recovers(SECOND, 9, FIRST.packed());

    reports.assertSilent();
  }

  @Test
  void aPromiseMustNotBeMissing() {
    bothTell();
    recovers(FIRST, 9, FIRST.packed());

    reports.assertReported("recovered what was told");
  }

  @Test
  void aDeliveredSlotMustNotBeMissing() {
    bothTell();
    recovers(SECOND, 8, FIRST.packed());

    reports.assertReported("recovered what was told");
  }

  @Test
  void aVoteMustNotBeMissingUnlessItsSlotIsDelivered() {
    bothTell();
    recovers(SECOND, 10, Ballot.NONE);
    reports.assertSilent();

    selves.started(3, 2);
    bothTell();
    recovers(SECOND, 9, Ballot.NONE);
    reports.assertReported("recovered what was told", "recovered what was told");
  }

  @Test
  void anAnswerOfOneThatIsKnownToHaveForgottenSinceDoesNotCount() {
    told(1, FIRST, 9, THREE);
    told(2, FIRST, 9, THREE.with(1, 2));
    recovers(FIRST, 9, FIRST.packed());

    reports.assertReported("recovery from a consistent set");
  }

  @Test
  void anAnswerToAnEarlierSelfDoesNotCount() {
    told(1, FIRST, 9, THREE);
    selves.started(3, 3);
    told(2, FIRST, 9, THREE);
    recovers(FIRST, 9, FIRST.packed());

    reports.assertReported("recovery from a consistent set");
  }

  @Test
  void nobodyVotesForAnEarlierSelfOfWhichItKnowsALater() {
    selves.sent(1, 0, new Message.Accept(FIRST, 4, A));
    selves.sent(2, 0, new Message.Learn(FIRST, 4, Incarnations.FIRST));
    selves.started(1, 2);
    selves.sent(2, 0, new Message.Learn(FIRST, 4, Incarnations.FIRST.with(1, 2)));
    reports.assertSilent();

    selves.sent(3, 0, new Message.Learn(FIRST, 4, THREE.with(1, 2)));
    reports.assertReported("no vote for an earlier self");
  }
}
