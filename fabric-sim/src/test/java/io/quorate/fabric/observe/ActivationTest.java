package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slot 0 replaces 3 by 4; the window is four slots, so 4 votes from slot 4 on. */
class ActivationTest {

  private static final Ballot FIRST = new Ballot(0, 1);
  private static final Ballot LATER = new Ballot(1, 2);
  private static final Configuration BEFORE =
      Configuration.of(List.of(1, 2, 3), Quorums.majority(3));
  private static final Configuration AFTER = BEFORE.replacing(3, 4);

  private final Reports reports = new Reports();
  private final Changes changes = new Changes(BEFORE, 4, reports::report);
  private final Activation activation = new Activation(changes, reports::report);

  private void deliver(int node, long slot, Value value, Outcome outcome) {
    Effect.Deliver delivery = new Effect.Deliver(slot, value, outcome, 0);
    changes.delivered(node, delivery);
    activation.delivered(node, delivery);
  }

  private void change(int node, long slot, Configuration next) {
    Value value = Value.change(9, next.version(), ConfigurationBytes.of(next));
    deliver(node, slot, value, Outcome.RECONFIGURED);
  }

  private void vote(int node, long slot) {
    activation.sent(node, 0, new Message.Learn(FIRST, slot));
  }

  private void propose(Ballot ballot, long slot) {
    activation.sent(ballot.node(), 0, new Message.Accept(ballot, slot, Value.NOOP));
  }

  private void promise(Ballot ballot, int node) {
    activation.received(
        ballot.node(), node, new Message.Promise(ballot, 0, List.of(), 0, true, 0, 0));
  }

  @Test
  void votesCountFromAWindowAboveTheChangeOn() {
    change(1, 0, AFTER);
    vote(3, 3);
    vote(4, 4);

    reports.assertSilent();
  }

  @Test
  void whoComesHasNoVoteBefore() {
    change(1, 0, AFTER);
    vote(4, 3);

    reports.assertReported("only acceptors vote");
  }

  @Test
  void whoGoesHasNoneAfterwards() {
    change(1, 0, AFTER);
    vote(3, 4);

    reports.assertReported("only acceptors vote");
  }

  @Test
  void theFirstBallotIsPromisedFromBirthInTheFirstConfigurationOnly() {
    propose(FIRST, 0);
    change(1, 0, AFTER);
    propose(FIRST, 3);
    reports.assertSilent();
    propose(FIRST, 4);

    reports.assertReported("phase 1 before phase 2");
  }

  @Test
  void aQuorumOfTheNewAcceptorsMustHavePromised() {
    change(1, 0, AFTER);
    promise(LATER, 3);
    propose(LATER, 3);
    reports.assertSilent();
    propose(LATER, 4);

    reports.assertReported("phase 1 before phase 2");
  }

  @Test
  void whereItHasPromisedAllIsWell() {
    change(1, 0, AFTER);
    promise(LATER, 4);
    propose(LATER, 4);

    reports.assertSilent();
  }

  @Test
  void aConfigurationIsInForceWhenAllBelowItsFirstSlotIsDelivered() {
    change(1, 0, AFTER);
    activation.reconfigured(1, new Effect.Reconfigured(AFTER, 4, false));
    for (long slot = 1; slot < 4; slot++) {
      deliver(1, slot, Value.NOOP, Outcome.NOOP);
    }
    activation.reconfigured(1, new Effect.Reconfigured(AFTER, 4, true));
    reports.assertSilent();
    activation.reconfigured(2, new Effect.Reconfigured(AFTER, 4, true));

    reports.assertReported("activation rule");
  }

  @Test
  void nobodyHasItGovernOtherSlots() {
    change(1, 0, AFTER);
    activation.reconfigured(1, new Effect.Reconfigured(AFTER, 3, false));

    reports.assertReported("activation rule");
  }

  @Test
  void aSecondChangeWaitsUntilTheFirstIsInForce() {
    change(1, 0, AFTER);
    change(1, 1, AFTER.adding(3));

    reports.assertReported("one change at a time");
  }
}
