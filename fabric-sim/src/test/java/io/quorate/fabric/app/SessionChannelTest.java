package io.quorate.fabric.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.program.SessionId;
import io.quorate.fabric.sim.HostCount;
import io.quorate.fabric.sim.TestLan;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests in our own protocol: a session a process, and a sequence that a repeat keeps. */
class SessionChannelTest {

  private static final int GROUP = 300;

  /** Writes down what a process is told. */
  private static final class Heard implements RequestChannel.Receiver {
    final List<String> answers = new ArrayList<>();
    final List<Integer> expired = new ArrayList<>();
    final List<Integer> abandoned = new ArrayList<>();
    int strangers;

    @Override
    public void answered(int requestId, String answer) {
      answers.add(requestId + ": " + answer);
    }

    @Override
    public void lost(int requestId, String reason) {
      throw new AssertionError("a session's answers are never lost");
    }

    @Override
    public void expired(int requestId) {
      expired.add(requestId);
    }

    @Override
    public void abandoned(int requestId) {
      abandoned.add(requestId);
    }

    @Override
    public void stranger() {
      strangers++;
    }
  }

  private final TestLan lan = new TestLan();
  private final SessionChannel first = new SessionChannel(lan.left, GROUP, 0, true);
  private final SessionChannel second = new SessionChannel(lan.left, GROUP, 1, true);
  private final Heard firstHeard = new Heard();
  private final Heard secondHeard = new Heard();

  SessionChannelTest() {
    first.open(firstHeard);
    second.open(secondHeard);
  }

  private Value asked(int frame) {
    lan.run(1_000_000);
    byte[] bytes = lan.framesFromLeft().get(frame);
    assertThat(Ethernet.destination(bytes)).isEqualTo(Addressing.ofLeader(GROUP));
    Envelope envelope = ((Decoded.Frame) PaxosFrame.read(bytes)).envelope();
    assertThat(envelope.group()).isEqualTo(GROUP);
    return ((Message.Client) envelope.message()).value();
  }

  private void tell(Message message) {
    Envelope envelope = new Envelope(GROUP, 1, 1, message);
    lan.right.transmit(PaxosFrame.of(lan.left.mac(), lan.right.mac(), envelope));
    lan.run(1_000_000);
  }

  private Message.Reply reply(int process, long sequence, String answer) {
    long session = SessionId.ofClient(lan.left.mac(), process);
    return new Message.Reply(
        Value.of(session, sequence, answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aReadThatTakesNoSlotIsAQuestion() {
    SessionChannel reader = new SessionChannel(lan.left, GROUP, 2, false);
    Heard heard = new Heard();
    reader.open(heard);
    reader.send(1, "get k");
    reader.send(2, "put get v");
    lan.run(1_000_000);

    assertThat(lan.framesFromLeft())
        .extracting(bytes -> ((Decoded.Frame) PaxosFrame.read(bytes)).envelope().message())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Message.Read.class),
            then -> assertThat(then).isInstanceOf(Message.Client.class));
    tell(reply(2, 1, "ok v"));
    assertThat(heard.answers).containsExactly("1: ok v");
  }

  @Test
  void aRepeatedRequestIsTheSameValue() {
    first.send(1, "put k v");
    first.send(1, "put k v");
    first.send(2, "get k");

    assertThat(asked(1)).isEqualTo(asked(0));
    assertThat(asked(2).sequence()).isEqualTo(2);
    assertThat(new String(asked(2).bytes(), StandardCharsets.US_ASCII)).isEqualTo("get k");
  }

  @Test
  void eachProcessHasASessionThatBeginsWithItsHostsAddress() {
    first.send(1, "get k");
    second.send(1, "get k");

    assertThat(asked(0).session()).isNotEqualTo(asked(1).session());
    assertThat(SessionId.mac(asked(1).session())).isEqualTo(lan.left.mac());
    assertThat(SessionId.low(asked(1).session())).isEqualTo(1);
  }

  @Test
  void anAnswerGoesToTheProcessThatAsked() {
    first.send(1, "get k");
    second.send(1, "get k");
    second.send(2, "get k");

    tell(reply(1, 2, "ok v"));
    tell(reply(1, 1, "nil"));

    assertThat(firstHeard.answers).isEmpty();
    assertThat(secondHeard.answers).containsExactly("2: ok v", "1: nil");
  }

  @Test
  void anAnswerToWhatWasNotAskedIsAStrangers() {
    first.send(1, "get k");

    tell(reply(0, 2, "ok v"));
    tell(reply(0, 0, "ok v"));
    tell(reply(0, 1L << 40, "ok v"));

    assertThat(firstHeard.answers).isEmpty();
    assertThat(firstHeard.strangers).isEqualTo(3);
  }

  @Test
  void refusalsAndOtherMessagesAreNoAnswers() {
    first.send(1, "get k");
    long session = SessionId.ofClient(lan.left.mac(), 0);

    tell(new Message.Refusal(session, 1, Message.Refusal.Reason.BUSY, 2));
    tell(new Message.Join(3));
    tell(reply(7, 1, "for nobody"));

    assertThat(firstHeard.answers).isEmpty();
    assertThat(firstHeard.strangers + secondHeard.strangers).isZero();
    assertThat(lan.left.count(HostCount.UNKNOWN_PROTOCOL)).isEqualTo(2);
  }

  @Test
  void anAbandonedReadIsToBeAskedAgainAndAnOldRefusalSaysNothing() {
    long session = SessionId.ofClient(lan.left.mac(), 0);
    Message first1 = new Message.Refusal(session, 1, Message.Refusal.Reason.READ_ABANDONED, 2);
    first.send(1, "get k");
    tell(first1);
    assertThat(firstHeard.abandoned).containsExactly(1);

    first.send(2, "get k");
    tell(first1);
    assertThat(firstHeard.abandoned).hasSize(1);
  }

  private Message expired(long sequence, long horizon) {
    long session = SessionId.ofClient(lan.left.mac(), 0);
    return new Message.Refusal(session, sequence, Message.Refusal.Reason.EXPIRED, 2, horizon);
  }

  @Test
  void aForgottenSessionGoesOnAboveTheHorizon() {
    first.send(1, "put k v");
    tell(reply(0, 1, "ok"));
    first.send(2, "put k w");
    tell(expired(2, 900));
    assertThat(firstHeard.expired).containsExactly(2);

    first.send(3, "get k");
    assertThat(asked(2).sequence()).isEqualTo(901);
    tell(expired(2, 900));
    tell(reply(0, 1, "ok"));
    tell(reply(0, 901, "ok v"));

    assertThat(firstHeard.expired).as("a copy of the refusal says nothing new").hasSize(1);
    assertThat(firstHeard.answers).containsExactly("1: ok", "1: ok", "3: ok v");
    first.send(4, "get k");
    assertThat(asked(3).sequence()).isEqualTo(902);
  }

  /** Half of all sequences lie below 0. */
  @Test
  void theHorizonMayWrap() {
    assertThat(SessionId.goOn(5, 4)).isEqualTo(5);
    assertThat(SessionId.goOn(5, 5)).isEqualTo(6);
    assertThat(SessionId.goOn(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(SessionId.goOn(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(SessionId.goOn(Long.MAX_VALUE, Long.MIN_VALUE + 1)).isEqualTo(Long.MIN_VALUE + 2);
    assertThat(SessionId.goOn(1L << 40, -1)).as("a leap").isEqualTo(0);
  }
}
