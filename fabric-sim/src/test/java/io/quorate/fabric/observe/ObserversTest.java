package io.quorate.fabric.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each observer is silent while things are right, and names what is wrong when they are not. */
class ObserversTest {

  private static final Value A = value(1, "a");
  private static final Value B = value(2, "b");
  private static final Ballot LOW = new Ballot(1, 1);
  private static final Ballot HIGH = new Ballot(2, 2);

  private final List<String> violations = new ArrayList<>();

  private static Value value(long sequence, String text) {
    return Value.of(7, sequence, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void report(String invariant, String what) {
    assertThat(what).doesNotContain("\n");
    violations.add(invariant);
  }

  private static Effect.Deliver delivery(long slot, Value value) {
    Outcome outcome = value.isNoop() ? Outcome.NOOP : Outcome.EXECUTED;
    return new Effect.Deliver(slot, value, outcome, 0);
  }

  private void assertSilent() {
    assertThat(violations).isEmpty();
  }

  private void assertReported(String... invariants) {
    assertThat(violations).containsExactly(invariants);
  }

  // ---------------------------------------------------------------- agreement

  @Test
  void replicasThatDeliverTheSameAgree() {
    Agreement agreement = new Agreement(this::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(1, delivery(1, B));
    agreement.delivered(2, delivery(0, A));
    agreement.delivered(3, delivery(0, A));
    agreement.delivered(2, delivery(1, B));

    assertSilent();
    assertThat(agreement.slots()).isEqualTo(2);
  }

  @Test
  void twoValuesInASlotAreNoAgreement() {
    Agreement agreement = new Agreement(this::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(2, delivery(0, B));

    assertReported("agreement");
  }

  @Test
  void aNoopInThePlaceOfAValueIsNoAgreement() {
    Agreement agreement = new Agreement(this::report);
    agreement.delivered(1, delivery(0, A));
    agreement.delivered(2, delivery(0, Value.NOOP));

    assertReported("agreement");
  }

  @Test
  void replicasThatDoDifferentThingsWithAValueAreReported() {
    Agreement agreement = new Agreement(this::report);
    agreement.delivered(1, new Effect.Deliver(0, A, Outcome.EXECUTED, 0));
    agreement.delivered(2, new Effect.Deliver(0, A, Outcome.REPEATED, 0));

    assertReported("equal execution");
  }

  @Test
  void replicasThatComeToDifferentStatesAreReported() {
    Agreement agreement = new Agreement(this::report);
    agreement.delivered(1, new Effect.Deliver(0, A, Outcome.EXECUTED, 11));
    agreement.delivered(2, new Effect.Deliver(0, A, Outcome.EXECUTED, 12));

    assertReported("equal state");
  }

  // ---------------------------------------------------------------- order

  @Test
  void eachReplicaDeliversInOrder() {
    DeliveryOrder order = new DeliveryOrder(this::report);
    order.delivered(1, delivery(0, A));
    order.delivered(2, delivery(0, A));
    order.delivered(1, delivery(1, Value.NOOP));
    order.delivered(1, delivery(2, B));

    assertSilent();
  }

  @Test
  void aGapIsReported() {
    DeliveryOrder order = new DeliveryOrder(this::report);
    order.delivered(1, delivery(0, A));
    order.delivered(1, delivery(2, B));

    assertReported("delivery order");
  }

  @Test
  void aSlotDeliveredTwiceIsReported() {
    DeliveryOrder order = new DeliveryOrder(this::report);
    order.delivered(1, delivery(0, Value.NOOP));
    order.delivered(1, delivery(0, Value.NOOP));

    assertReported("delivery order");
  }

  @Test
  void aRequestExecutedTwiceIsReportedAndARepeatIsFine() {
    DeliveryOrder order = new DeliveryOrder(this::report);
    order.delivered(1, delivery(0, A));
    order.delivered(1, new Effect.Deliver(1, A, Outcome.REPEATED, 0));
    assertSilent();

    order.delivered(1, delivery(2, A));
    assertReported("exactly once");
  }

  // ---------------------------------------------------------------- validity

  @Test
  void whatWasSubmittedMayBeDelivered() {
    Validity validity = new Validity(this::report);
    validity.submitted(A);
    validity.asked(PaxosFrame.of(1, 2, new Envelope(1, 0, 0, new Message.Client(B))));
    validity.delivered(1, delivery(0, A));
    validity.delivered(1, delivery(1, Value.NOOP));
    validity.delivered(1, delivery(2, B));

    assertSilent();
  }

  @Test
  void whatNobodySubmittedIsReported() {
    Validity validity = new Validity(this::report);
    validity.submitted(A);
    validity.delivered(1, delivery(0, value(1, "not a")));

    assertReported("validity");
  }

  // ---------------------------------------------------------------- promises

  @Test
  void promisesAndVotesThatRiseAreFine() {
    Promises promises = new Promises(this::report);
    promises.sent(1, 0, new Message.Trust(LOW, 0));
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(2, 0, new Message.Learn(LOW, 0));
    promises.sent(2, 0, new Message.Prepare(HIGH, 0));
    promises.sent(1, 2, new Message.Promise(HIGH, 0, List.of(), 0, true));
    promises.sent(2, 0, new Message.Accept(HIGH, 0, A));
    promises.sent(1, 0, new Message.Learn(HIGH, 0));

    assertSilent();
  }

  @Test
  void aVoteBelowAPromiseIsReported() {
    Promises promises = new Promises(this::report);
    promises.sent(1, 2, new Message.Promise(HIGH, 0, List.of(), 0, true));
    promises.sent(1, 0, new Message.Learn(LOW, 0));

    assertReported("promise");
  }

  @Test
  void aPromiseBelowAVoteIsReported() {
    Promises promises = new Promises(this::report);
    promises.sent(3, 0, new Message.Learn(HIGH, 0));
    promises.sent(3, 1, new Message.Promise(LOW, 0, List.of(), 0, true));

    assertReported("promise");
  }

  @Test
  void aBallotOfAnotherNodeIsReported() {
    Promises promises = new Promises(this::report);
    promises.sent(2, 0, new Message.Accept(LOW, 0, A));
    promises.sent(2, 0, new Message.Trust(LOW, 0));
    promises.sent(2, 0, new Message.Prepare(LOW, 0));

    assertReported("ballot owner", "ballot owner", "ballot owner");
  }

  @Test
  void twoValuesInOneBallotAndSlotAreReported() {
    Promises promises = new Promises(this::report);
    promises.sent(1, 0, new Message.Accept(LOW, 0, A));
    promises.sent(1, 0, new Message.Accept(LOW, 1, B));
    promises.sent(1, 0, new Message.Accept(LOW, 0, B));

    assertReported("one value a ballot");
  }

  // ---------------------------------------------------------------- hosts

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A value as the edge makes it: a client's whole IPv4 packet. */
  private static Value datagram(long sequence, String text) {
    byte[] frame = Udp.frame(1, 2, 3, 4, 5, 6, bytes(text));
    return Value.of(7, sequence, Arrays.copyOfRange(frame, Ethernet.HEADER_BYTES, frame.length));
  }

  private HostAgreement hostsAfter(Value... log) {
    HostAgreement hosts = new HostAgreement(List.of("h1", "h2"), this::report);
    for (int slot = 0; slot < log.length; slot++) {
      hosts.delivered(1, delivery(slot, log[slot]));
    }
    return hosts;
  }

  @Test
  void hostsMayBeAtDifferentPlacesOfTheLog() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"), Value.NOOP, datagram(2, "b"));
    hosts.handed(0, bytes("a"));
    hosts.handed(0, bytes("b"));
    hosts.handed(1, bytes("a"));

    assertSilent();
    assertThat(hosts.expected()).isEqualTo(2);
  }

  @Test
  void aHostThatMissedAPacketIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"), datagram(2, "b"));
    hosts.handed(0, bytes("a"));
    hosts.handed(1, bytes("b"));

    assertReported("same packets in the same order");
  }

  @Test
  void aPacketThatEveryHostMissedIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"), datagram(2, "b"));
    hosts.handed(0, bytes("b"));
    hosts.handed(1, bytes("b"));

    assertReported("same packets in the same order", "same packets in the same order");
  }

  @Test
  void aPacketThatIsInNoSlotIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"));
    hosts.handed(0, bytes("a"));
    hosts.handed(0, bytes("a"));

    assertReported("hosts follow the log");
  }

  // ---------------------------------------------------------------- choice

  private final List<String> chosen = new ArrayList<>();

  /** Two votes choose. */
  private Choice choice() {
    return new Choice(
        2, this::report, (node, slot, ballot) -> chosen.add(node + " " + slot + " " + ballot));
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
    assertSilent();
  }

  @Test
  void votesOfTwoBallotsDoNotAddUp() {
    Choice choice = choice();
    choice.sent(1, 0, new Message.Accept(LOW, 0, A));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Accept(HIGH, 0, A));
    choice.sent(2, 0, new Message.Learn(HIGH, 0));
    choice.delivered(1, delivery(0, A));

    assertReported("delivered when chosen");
  }

  @Test
  void anotherValueForAChosenSlotIsReportedWhenItIsProposed() {
    Choice choice = choice();
    choice.sent(1, 0, new Message.Accept(LOW, 0, A));
    choice.sent(1, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Learn(LOW, 0));
    choice.sent(2, 0, new Message.Accept(HIGH, 0, B));
    choice.delivered(3, delivery(0, B));

    assertReported("chosen stays chosen", "agreement");
  }

  @Test
  void aVoteForNothingIsReported() {
    Choice choice = choice();
    choice.sent(3, 0, new Message.Learn(LOW, 4));

    assertReported("vote for a proposal");
  }

  // ---------------------------------------------------------------- answers

  private static byte[] packet(String text) {
    return Udp.frame(1, 2, 3, 4, 5, 6, bytes(text));
  }

  @Test
  void asManyAnswersAsPacketsAreFine() {
    AnsweredOnce answers = new AnsweredOnce(this::report);
    answers.asked(packet("c1.0 1 get k"));
    answers.asked(packet("c1.0 1 get k"));
    answers.answered(packet("c1.0 1 nil"));
    answers.answered(packet("c1.0 1 nil"));
    answers.asked(packet("c1.0 2 get k"));
    answers.answered(packet("c1.0 2 nil"));

    assertSilent();
    assertThat(answers.answeredTooOften()).isZero();
  }

  @Test
  void aSecondAnswerToOnePacketIsReported() {
    AnsweredOnce answers = new AnsweredOnce(this::report);
    answers.asked(packet("c1.0 1 get k"));
    answers.asked(packet("c1.1 1 get k"));
    answers.answered(packet("c1.0 1 nil"));
    answers.answered(packet("c1.0 1 nil"));

    assertReported("answered once");
    assertThat(answers.answeredTooOften()).isEqualTo(1);
  }

  @Test
  void anAnswerThatNobodyAskedForIsReported() {
    AnsweredOnce answers = new AnsweredOnce(this::report);
    answers.answered(packet("c1.0 1 nil"));

    assertReported("answered once");
  }

  @Test
  void framesThatAreNoRequestsAreLeftAlone() {
    AnsweredOnce answers = new AnsweredOnce(this::report);
    answers.answered(packet("hello"));
    answers.answered(new byte[20]);
    byte[] damaged = packet("c1.0 1 nil");
    damaged[damaged.length - 1] ^= 1;
    answers.answered(damaged);

    assertSilent();
  }

  // ---------------------------------------------------------------- together

  @Test
  void severalObserversAreToldEverything() {
    Observers all =
        new Observers(
            List.of(
                new Agreement(this::report),
                new DeliveryOrder(this::report),
                new Validity(this::report),
                new Promises(this::report),
                new HostAgreement(List.of("h1", "h2"), this::report),
                new AnsweredOnce(this::report)));
    Value a = datagram(1, "a");
    Value b = datagram(2, "b");
    all.submitted(a);
    all.asked(packet("c1.0 1 get k"));
    all.sent(1, 0, new Message.Accept(LOW, 0, a));
    all.delivered(1, delivery(0, a));
    all.handed(0, bytes("a"));
    all.answered(packet("c1.0 1 nil"));
    assertSilent();

    all.sent(2, 0, new Message.Accept(LOW, 0, a));
    all.delivered(1, delivery(0, b));
    all.handed(1, bytes("b"));
    all.answered(packet("c1.0 1 nil"));
    assertReported(
        "ballot owner",
        "agreement",
        "delivery order",
        "validity",
        "same packets in the same order",
        "answered once");
  }
}
