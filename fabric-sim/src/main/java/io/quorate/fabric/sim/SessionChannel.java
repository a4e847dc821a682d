package io.quorate.fabric.sim;

import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.program.SessionId;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Requests as CLIENT messages to whoever leads, with a session of the process's own: a request that
 * is sent again keeps its sequence, so the replicas execute it once.
 */
final class SessionChannel implements RequestChannel, ReplyHandler {

  private final HostNode host;
  private final int group;
  private final long session;
  private int latest;
  private @Nullable Receiver receiver;

  /**
   * @param group the Paxos group
   * @param number of the process on its host
   */
  SessionChannel(HostNode host, int group, int number) {
    this.host = host;
    this.group = group;
    this.session = SessionId.ofClient(host.mac(), number);
  }

  @Override
  public void open(Receiver newReceiver) {
    receiver = newReceiver;
    host.open(session, this);
  }

  @Override
  public void send(int requestId, String command) {
    latest = requestId;
    Value value = Value.of(session, requestId, command.getBytes(StandardCharsets.ISO_8859_1));
    Envelope request = new Envelope(group, 0, 0, new Message.Client(value));
    host.transmit(PaxosFrame.of(Addressing.ofLeader(group), host.mac(), request));
  }

  /** A REFUSAL does not come here: it has had no effect, and the request is sent again anyway. */
  @Override
  public void replied(Value result) {
    if (receiver == null) {
      return;
    }
    long sequence = result.sequence();
    if (sequence >= 1 && sequence <= latest) {
      String answer = new String(result.bytes(), StandardCharsets.ISO_8859_1);
      receiver.answered((int) sequence, answer);
    } else {
      receiver.stranger();
    }
  }
}
