package io.quorate.paxos.cluster;

import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Sessions;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients are told: a request has one result, and none is called expired without need. */
final class Replies {

  private final Map<Request, Value> results = new HashMap<>();
  private int expired;

  /** Requests refused because their session was forgotten. */
  int expired() {
    return expired;
  }

  /** The reply that a client has been given, or null. */
  @Nullable Value reply(long session, long sequence) {
    return results.get(new Request(session, sequence));
  }

  void answered(Message message) {
    if (message instanceof Message.Reply(Value result) && result.session() != Readers.READER) {
      Request request = new Request(result.session(), result.sequence());
      Value before = results.putIfAbsent(request, result);
      Violation.unless(
          before == null || before.equals(result),
          0,
          () -> "a request has two results: " + before + " and " + result);
    }
    if (message instanceof Message.Refusal(_, long sequence, Reason reason, _, long horizon)
        && reason == Reason.EXPIRED) {
      expired++;
      long ahead = sequence - horizon;
      Violation.unless(
          ahead <= 0 || ahead > Sessions.LEAP_MAX, 0, () -> "expired without need: " + message);
    }
  }
}
