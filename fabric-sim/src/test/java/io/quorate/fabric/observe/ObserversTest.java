package io.quorate.fabric.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each observer is silent while things are right, and names what is wrong when they are not. */
class ObserversTest {

  private static final Value A = value(1, "a");
  private static final Value B = value(2, "b");
  private static final Ballot LOW = new Ballot(1, 1);
  private static final Ballot HIGH = new Ballot(2, 2);

  private final Reports reports = new Reports();

  private static Value value(long sequence, String text) {
    return Value.of(7, sequence, text.getBytes(StandardCharsets.US_ASCII));
  }

  static Effect.Deliver delivery(long slot, Value value) {
    Outcome outcome = value.isNoop() ? Outcome.NOOP : Outcome.EXECUTED;
    return new Effect.Deliver(slot, value, outcome, 0);
  }

  // ---------------------------------------------------------------- agreement

  @Test
  void replicasThatDeliverTheSameAgree() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(1, delivery(1, B));
    agreement.delivered(2, delivery(0, A));
    agreement.delivered(3, delivery(0, A));
    agreement.delivered(2, delivery(1, B));

    reports.assertSilent();
    assertThat(agreement.slots()).isEqualTo(2);
  }

  @Test
  void twoValuesInASlotAreNoAgreement() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(2, delivery(0, B));

    reports.assertReported("agreement");
  }

  @Test
  void aNoopInThePlaceOfAValueIsNoAgreement() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(2, delivery(0, Value.NOOP));

    reports.assertReported("agreement");
  }

  @Test
  void replicasThatDoDifferentThingsWithAValueAreReported() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, new Effect.Deliver(0, A, Outcome.EXECUTED, 0));
    agreement.delivered(2, new Effect.Deliver(0, A, Outcome.REPEATED, 0));

    reports.assertReported("equal execution");
  }

  @Test
  void replicasThatComeToDifferentStatesAreReported() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, new Effect.Deliver(0, A, Outcome.EXECUTED, 11));
    agreement.delivered(2, new Effect.Deliver(0, A, Outcome.EXECUTED, 12));

    reports.assertReported("equal state");
  }

  @Test
  void aSnapshotOfWhatNobodyHasDeliveredIsReported() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, delivery(0, A));
    agreement.installed(2, new Effect.Installed(0, 2, 0));

    reports.assertReported("equal state");
  }

  @Test
  void whatADiskHasDeliveredMayBeGoneOnFromThoughNobodyToldOfIt() {
    Agreement agreement = new Agreement(reports::report);
    agreement.delivered(1, delivery(0, A));
    agreement.durable(2, List.of(new StoreRecord.Delivered(1, B)));
    agreement.installed(2, new Effect.Installed(0, 2, 0));
    agreement.delivered(2, delivery(2, A));
    reports.assertSilent();

    agreement.delivered(1, delivery(1, B));
    agreement.delivered(1, delivery(2, B));
    reports.assertReported("agreement");
  }

  // ---------------------------------------------------------------- order

  @Test
  void eachReplicaDeliversInOrder() {
    DeliveryOrder order = new DeliveryOrder(reports::report);
    order.delivered(1, delivery(0, A));
    order.delivered(2, delivery(0, A));
    order.delivered(1, delivery(1, Value.NOOP));
    order.delivered(1, delivery(2, B));

    reports.assertSilent();
  }

  @Test
  void aGapIsReported() {
    DeliveryOrder order = new DeliveryOrder(reports::report);
    order.delivered(1, delivery(0, A));
    order.delivered(1, delivery(2, B));

    reports.assertReported("delivery order");
  }

  @Test
  void aSlotDeliveredTwiceIsReported() {
    DeliveryOrder order = new DeliveryOrder(reports::report);
    order.delivered(1, delivery(0, Value.NOOP));
    order.delivered(1, delivery(0, Value.NOOP));

    reports.assertReported("delivery order");
  }

  @Test
  void aRequestExecutedTwiceIsReportedAndARepeatIsFine() {
    DeliveryOrder order = new DeliveryOrder(reports::report);
    order.delivered(1, delivery(0, A));
    order.delivered(1, new Effect.Deliver(1, A, Outcome.REPEATED, 0));
    reports.assertSilent();

    order.delivered(1, delivery(2, A));
    reports.assertReported("exactly once");
  }

  // ---------------------------------------------------------------- validity

  @Test
  void whatWasSubmittedMayBeDelivered() {
    Validity validity = new Validity(reports::report);
    validity.submitted(A);
    validity.asked(PaxosFrame.of(1, 2, new Envelope(1, 0, 0, new Message.Client(B))));
    validity.delivered(1, delivery(0, A));
    validity.delivered(1, delivery(1, Value.NOOP));
    validity.delivered(1, delivery(2, B));

    reports.assertSilent();
  }

  @Test
  void whatNobodySubmittedIsReported() {
    Validity validity = new Validity(reports::report);
    validity.submitted(A);
    validity.delivered(1, delivery(0, value(1, "not a")));

    reports.assertReported("validity");
  }

  // ---------------------------------------------------------------- promises

  @Test
  void promisesAndVotesThatRiseAreFine() {
    Promises promises = new Promises(reports::report);
    promises.sent(1, 0, new Message.Trust(LOW, 0, 0, 0));
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(2, 0, new Message.Learn(LOW, 0));
    promises.sent(2, 0, new Message.Prepare(HIGH, 0));
    promises.sent(1, 2, new Message.Promise(HIGH, 0, List.of(), 0, true, 0, 0));
    promises.sent(2, 0, new Message.Accept(HIGH, 0, A));
    promises.sent(1, 0, new Message.Learn(HIGH, 0));

    reports.assertSilent();
  }

  @Test
  void aVoteBelowAPromiseIsReported() {
    Promises promises = new Promises(reports::report);
    promises.sent(1, 2, new Message.Promise(HIGH, 0, List.of(), 0, true, 0, 0));
    promises.sent(1, 0, new Message.Learn(LOW, 0));

    reports.assertReported("promise");
  }

  @Test
  void aPromiseBelowAVoteIsReported() {
    Promises promises = new Promises(reports::report);
    promises.sent(3, 0, new Message.Learn(HIGH, 0));
    promises.sent(3, 1, new Message.Promise(LOW, 0, List.of(), 0, true, 0, 0));

    reports.assertReported("promise");
  }

  @Test
  void aBallotOfAnotherNodeIsReported() {
    Promises promises = new Promises(reports::report);
    promises.sent(2, 0, new Message.Accept(LOW, 0, A));
    promises.sent(2, 0, new Message.Trust(LOW, 0, 0, 0));
    promises.sent(2, 0, new Message.Prepare(LOW, 0));

    reports.assertReported("ballot owner", "ballot owner", "ballot owner");
  }

  @Test
  void twoValuesInOneBallotAndSlotAreReported() {
    Promises promises = new Promises(reports::report);
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(1, 0, new Message.Accept(LOW, 1, B));
    promises.sent(1, 0, new Message.Accept(LOW, 0, B));

    reports.assertReported("one value a ballot");
  }

  // ---------------------------------------------------------------- choice

  private final List<String> chosen = new ArrayList<>();

  /** Two votes of three choose. */
  private Choice choice() {
    Configuration three = Configuration.of(List.of(1, 2, 3), Quorums.majority(3));
    return new Choice(
        new Changes(three, 64, reports::report),
        reports::report,
        (node, slot, ballot) -> chosen.add(node + " " + slot + " " + ballot));
  }

  @Test
  void aValueIsChosenByAQuorumOfOneBallotAndMayThenBeDelivered() {
    Choice choice = choice();
    choice.sent(1, 0, new Message.Accept(LOW, 0, A));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    assertThat(chosen).isEmpty();
    choice.sent(2, 0, new Message.Learn(LOW, 0));
    choice.delivered(3, delivery(0, A));
    choice.sent(2, 0, new Message.Accept(HIGH, 0, A));

    assertThat(chosen).containsExactly("2 0 1.1");
    reports.assertSilent();
  }

  @Test
  void votesOfTwoBallotsDoNotAddUp() {
    Choice choice = choice();
    choice.sent(1, 0, new Message.Accept(LOW, 0, A));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Accept(HIGH, 0, A));
    choice.sent(2, 0, new Message.Learn(HIGH, 0));
    choice.delivered(1, delivery(0, A));

    reports.assertReported("delivered when chosen");
  }

  @Test
  void anotherValueForAChosenSlotIsReportedWhenItIsProposed() {
    Choice choice = choice();
    choice.sent(1, 0, new Message.Accept(LOW, 0, A));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Accept(HIGH, 0, B));
    choice.delivered(3, delivery(0, B));

    reports.assertReported("chosen stays chosen", "agreement");
  }

  @Test
  void aVoteForNothingIsReported() {
    Choice choice = choice();
    choice.sent(3, 0, new Message.Learn(LOW, 4));

    reports.assertReported("vote for a proposal");
  }
}
