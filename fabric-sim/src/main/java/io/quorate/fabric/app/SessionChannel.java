package io.quorate.fabric.app;

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
 * is sent again keeps its sequence, so the replicas execute it once. A session that the replicas
 * have forgotten goes on above the horizon that they tell. Reads may go as READ messages, which
 * take no slot; one that is sent again is answered again, perhaps with a later state.
 */
final class SessionChannel implements RequestChannel, ReplyHandler {

  private static final String READ = "get ";

  private final ClientHost host;
  private final int group;
  private final long session;
  private final boolean readsTakeSlots;
  private int latest;

  /** What the sequence of the latest request is above its number. */
  private long offset;

  private @Nullable Receiver receiver;

  /**
   * @param group the Paxos group
   * @param number of the process on its host
   * @param readsTakeSlots true: a read is a command like any other
   */
  SessionChannel(ClientHost host, int group, int number, boolean readsTakeSlots) {
    this.host = host;
    this.group = group;
    this.readsTakeSlots = readsTakeSlots;
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
    Value value =
        Value.of(session, requestId + offset, command.getBytes(StandardCharsets.ISO_8859_1));
    boolean asks = !readsTakeSlots && command.startsWith(READ);
    Message message = asks ? new Message.Read(value) : new Message.Client(value);
    Envelope request = new Envelope(group, 0, 0, message);
    host.transmit(PaxosFrame.of(Addressing.ofLeader(group), host.mac(), request));
  }

  @Override
  public void replied(Value result) {
    if (receiver == null) {
      return;
    }
    long number = result.sequence() - offset;
    if (number <= latest && result.sequence() >= 1) {
      String answer = new String(result.bytes(), StandardCharsets.ISO_8859_1);
      receiver.answered((int) Math.max(1, number), answer);
    } else {
      receiver.stranger();
    }
  }

  /**
   * The request is sent again anyway until it is answered, so only two refusals matter: of a read
   * whose leader leads no more, for others may lead already; and the last one that there will be.
   */
  @Override
  public void refused(Message.Refusal refusal) {
    if (receiver == null || refusal.sequence() != latest + offset) {
      return;
    }
    if (refusal.reason() == Message.Refusal.Reason.EXPIRED) {
      long next = latest + 1L;
      offset = SessionId.goOn(next + offset, refusal.horizon()) - next;
      receiver.expired(latest);
    } else if (refusal.reason() == Message.Refusal.Reason.READ_ABANDONED) {
      receiver.abandoned(latest);
    }
  }
}
