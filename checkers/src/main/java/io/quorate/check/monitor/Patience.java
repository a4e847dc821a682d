package io.quorate.check.monitor;

import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;

/** Watches a budget while monitors work, and ends them when it is spent. */
final class Patience {
  /** The budget is spent: thrown through a monitor to where it was asked. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final Exhaustion why;

    private Ended(Exhaustion why) {
      super(null, null, false, false);
      this.why = why;
    }
  }

  private static final int POLL_MASK = 0x3fff;

  private final Budget budget;
  private final long startNs;

  Patience(Budget budget) {
    this.budget = budget;
    this.startNs = budget.clockNs().getAsLong();
  }

  /** To be called now and then, with a number that counts up; looks at the clock seldom. */
  void poll(int step) {
    if ((step & POLL_MASK) == 0) {
      poll();
    }
  }

  /** To be called between stretches of work. */
  void poll() {
    if (budget.cancelled().getAsBoolean()) {
      throw new Ended(Exhaustion.CANCELLED);
    }
    if (budget.clockNs().getAsLong() - startNs >= budget.timeNs()) {
      throw new Ended(Exhaustion.TIME);
    }
  }

  /** Fails unless there is so much memory for tables. */
  void require(long bytes) {
    if (bytes > budget.memoryBytes()) {
      throw new Ended(Exhaustion.MEMORY);
    }
  }
}
