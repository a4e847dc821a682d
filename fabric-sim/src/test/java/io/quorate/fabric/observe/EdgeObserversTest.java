package io.quorate.fabric.observe;

import static io.quorate.fabric.observe.ObserversTest.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.app.Protocol;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Udp;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Those who watch what hosts are handed and what clients are answered. */
class EdgeObserversTest {

  private static final Ballot LOW = new Ballot(1, 1);

  private final Reports reports = new Reports();

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
    HostAgreement hosts = new HostAgreement(List.of("h1", "h2"), reports::report);
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

    reports.assertSilent();
    assertThat(hosts.expected()).isEqualTo(2);
  }

  @Test
  void aHostThatMissedAPacketIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"), datagram(2, "b"));
    hosts.handed(0, bytes("a"));
    hosts.handed(1, bytes("b"));

    reports.assertReported("same packets in the same order");
  }

  @Test
  void aPacketThatEveryHostMissedIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"), datagram(2, "b"));
    hosts.handed(0, bytes("b"));
    hosts.handed(1, bytes("b"));

    reports.assertReported("same packets in the same order", "same packets in the same order");
  }

  @Test
  void aPacketThatIsInNoSlotIsReported() {
    HostAgreement hosts = hostsAfter(datagram(1, "a"));
    hosts.handed(0, bytes("a"));
    hosts.handed(0, bytes("a"));

    reports.assertReported("hosts follow the log");
  }

  // ---------------------------------------------------------------- answers

  private static byte[] packet(String text) {
    return Udp.frame(1, 2, 3, 4, 5, 6, bytes(text));
  }

  /** A packet the other way, from the service to the client. */
  private static byte[] back(String text) {
    return Udp.frame(2, 1, 4, 3, 6, 5, bytes(text));
  }

  @Test
  void clientsAreToldApartByTheirAddresses() {
    AnsweredOnce answers = new AnsweredOnce(reports::report, request -> "request 1");
    answers.asked(Udp.frame(1, 2, 3, 4, 5, 6, bytes("get")));
    answers.asked(Udp.frame(1, 2, 3, 4, 7, 6, bytes("get")));
    answers.answered(Udp.frame(2, 1, 4, 3, 6, 5, bytes("END")));
    answers.answered(Udp.frame(2, 1, 4, 3, 6, 7, bytes("END")));
    reports.assertSilent();

    answers.answered(Udp.frame(2, 1, 4, 3, 6, 8, bytes("END")));
    reports.assertReported("answered once");
  }

  @Test
  void asManyAnswersAsPacketsAreFine() {
    AnsweredOnce answers = new AnsweredOnce(reports::report, Protocol.KEY_VALUE::request);
    answers.asked(packet("c1.0 1 get k"));
    answers.asked(packet("c1.0 1 get k"));
    answers.answered(back("c1.0 1 nil"));
    answers.answered(back("c1.0 1 nil"));
    answers.asked(packet("c1.0 2 get k"));
    answers.answered(back("c1.0 2 nil"));

    reports.assertSilent();
    assertThat(answers.answeredTooOften()).isZero();
  }

  @Test
  void aSecondAnswerToOnePacketIsReported() {
    AnsweredOnce answers = new AnsweredOnce(reports::report, Protocol.KEY_VALUE::request);
    answers.asked(packet("c1.0 1 get k"));
    answers.asked(packet("c1.1 1 get k"));
    answers.answered(back("c1.0 1 nil"));
    answers.answered(back("c1.0 1 nil"));

    reports.assertReported("answered once");
    assertThat(answers.answeredTooOften()).isEqualTo(1);
  }

  @Test
  void anAnswerThatNobodyAskedForIsReported() {
    AnsweredOnce answers = new AnsweredOnce(reports::report, Protocol.KEY_VALUE::request);
    answers.answered(back("c1.0 1 nil"));

    reports.assertReported("answered once");
  }

  @Test
  void framesThatAreNoRequestsAreLeftAlone() {
    AnsweredOnce answers = new AnsweredOnce(reports::report, Protocol.KEY_VALUE::request);
    answers.answered(back("hello"));
    answers.answered(new byte[20]);
    byte[] damaged = back("c1.0 1 nil");
    damaged[damaged.length - 1] ^= 1;
    answers.answered(damaged);

    reports.assertSilent();
  }

  // ---------------------------------------------------------------- together

  @Test
  void severalObserversAreToldEverything() {
    Observers all =
        new Observers(
            List.of(
                new Agreement(reports::report),
                new DeliveryOrder(reports::report),
                new Validity(reports::report),
                new Promises(reports::report),
                new HostAgreement(List.of("h1", "h2"), reports::report),
                new AnsweredOnce(reports::report, Protocol.KEY_VALUE::request)));
    Value a = datagram(1, "a");
    Value b = datagram(2, "b");
    all.submitted(a);
    all.asked(packet("c1.0 1 get k"));
    all.sent(1, 0, new Message.Accept(LOW, 0, a));
    all.delivered(1, delivery(0, a));
    all.handed(0, bytes("a"));
    all.answered(back("c1.0 1 nil"));
    reports.assertSilent();

    all.sent(2, 0, new Message.Accept(LOW, 0, a));
    all.delivered(1, delivery(0, b));
    all.handed(1, bytes("b"));
    all.answered(back("c1.0 1 nil"));
    reports.assertReported(
        "ballot owner",
        "agreement",
        "delivery order",
        "validity",
        "same packets in the same order",
        "answered once");
  }
}
