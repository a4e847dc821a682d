package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import java.util.LinkedHashMap;

/**
 * Sessions are kept for as long as there is room: of those whose requests stand in the log, as many
 * as a table holds, the ones used last. A request of one of them that goes on above what it has
 * used is executed, whatever came between. Follows the log by whoever delivers a place in it first.
 */
public final class SessionsKept implements Observer {

  private final int sessionsMax;
  private final long leapMax;
  private final Report report;

  /** By session, the one unused for longest first, the highest sequence used. */
  private final LinkedHashMap<Long, Long> sessions = new LinkedHashMap<>();

  private final LogCursor cursor = new LogCursor();

  /**
   * @param sessionsMax that a replica remembers
   * @param leapMax how far above what it has used a session may go on
   */
  public SessionsKept(int sessionsMax, long leapMax, Report report) {
    this.sessionsMax = sessionsMax;
    this.leapMax = leapMax;
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (cursor.advance(delivery) && delivery.outcome() != Outcome.NOOP) {
      used(node, delivery);
    }
  }

  private void used(int node, Effect.Deliver delivery) {
    Value value = delivery.value();
    Long highest = sessions.remove(value.session());
    long ahead = highest == null ? 0 : value.sequence() - highest;
    boolean executed =
        switch (delivery.outcome()) {
          case EXECUTED, RECONFIGURED, REJECTED -> true;
          case REPEATED, STALE, EXPIRED, NOOP -> false;
        };
    if (ahead > 0 && ahead <= leapMax && !executed) {
      report.violation(
          "sessions kept",
          "node %d takes the next request of a session for %s: %s"
              .formatted(node, delivery.outcome(), value));
    }
    if (highest != null || executed) {
      long now = highest == null || (executed && ahead > 0) ? value.sequence() : highest;
      sessions.put(value.session(), now);
    }
    if (sessions.size() > sessionsMax) {
      sessions.pollFirstEntry();
    }
  }
}
