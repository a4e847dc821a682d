package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Message;
import org.junit.jupiter.api.Test;

/** Three members, of which the first is preferred and must be watched for three heartbeats. */
final class HandOversTest {

  private static final Ballot BALLOT = new Ballot(1, 2);

  private final Reports reports = new Reports();
  private final HandOvers handOvers = new HandOvers(3, 1, 3, reports::report);

  private void heartbeats(int many) {
    for (int i = 0; i < many; i++) {
      handOvers.sent(2, 0, new Message.Trust(BALLOT, 0, 0, 0));
    }
  }

  private void propose(long slot) {
    handOvers.sent(2, 0, new Message.Accept(BALLOT, slot, Value.NOOP));
  }

  private void handOver(int heir) {
    handOvers.sent(2, heir, new Message.HandOver(BALLOT, 0));
  }

  @Test
  void anHeirThatHasDeliveredAllIsFine() {
    heartbeats(3);
    propose(0);
    handOvers.delivered(1, new Effect.Deliver(0, Value.NOOP, Outcome.NOOP, 0));
    handOver(1);

    reports.assertSilent();
  }

  @Test
  void aSnapshotCountsAsDelivered() {
    heartbeats(3);
    propose(8);
    handOvers.installed(1, new Effect.Installed(0, 9, 0));
    handOver(1);

    reports.assertSilent();
  }

  @Test
  void oneThatLacksASlotIsNot() {
    heartbeats(3);
    propose(0);
    handOver(1);

    reports.assertReported("drained before handed over");
  }

  @Test
  void whatWasProposedInAnEarlierBallotDoesNotMatter() {
    handOvers.sent(2, 0, new Message.Accept(new Ballot(0, 2), 5, Value.NOOP));
    heartbeats(3);
    handOver(1);

    reports.assertSilent();
  }

  @Test
  void theLeadMustBeEarnedBack() {
    heartbeats(2);
    handOver(1);

    reports.assertReported("handed back when earned");
  }

  @Test
  void heartbeatsOfAnEarlierBallotEarnNothing() {
    handOvers.sent(2, 0, new Message.Trust(new Ballot(0, 2), 0, 0, 0));
    heartbeats(2);
    handOver(1);

    reports.assertReported("handed back when earned");
  }

  @Test
  void othersNeedEarnNothing() {
    handOver(3);

    reports.assertSilent();
  }
}
