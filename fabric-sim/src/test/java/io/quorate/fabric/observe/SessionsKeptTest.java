package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import org.junit.jupiter.api.Test;

/** A table of two sessions. */
final class SessionsKeptTest {

  private final Reports reports = new Reports();
  private final SessionsKept kept = new SessionsKept(2, 10, reports::report);
  private long slot;

  private void deliver(long session, long sequence, Outcome outcome) {
    Value value = Value.of(session, sequence, new byte[0]);
    kept.delivered(1, new Effect.Deliver(slot++, value, outcome, 0));
  }

  @Test
  void theSessionUnusedForLongestMayBeForgotten() {
    deliver(1, 1, Outcome.EXECUTED);
    deliver(2, 1, Outcome.EXECUTED);
    deliver(1, 1, Outcome.REPEATED);
    deliver(3, 1, Outcome.EXECUTED);
    deliver(2, 2, Outcome.EXPIRED);

    reports.assertSilent();
  }

  @Test
  void oneThatWasUsedSinceMayNot() {
    deliver(1, 1, Outcome.EXECUTED);
    deliver(2, 1, Outcome.EXECUTED);
    deliver(1, 1, Outcome.REPEATED);
    deliver(3, 1, Outcome.EXECUTED);
    deliver(1, 2, Outcome.EXPIRED);

    reports.assertReported("sessions kept");
  }

  @Test
  void aLeapMayBeRefused() {
    deliver(1, 1, Outcome.EXECUTED);
    deliver(1, 12, Outcome.EXPIRED);

    reports.assertSilent();
  }

  @Test
  void eachPlaceOfTheLogCountsOnce() {
    deliver(1, 1, Outcome.EXECUTED);
    slot = 0;
    deliver(1, 2, Outcome.EXPIRED);

    reports.assertSilent();
  }
}
