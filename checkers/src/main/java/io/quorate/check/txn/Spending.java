package io.quorate.check.txn;

import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;

/** What is left of a budget while a history is judged. For one thread. */
final class Spending {
  /** Ends a judgement whose budget is spent; caught where the judgement began. */
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exhaustion why;

    Spent(Exhaustion why) {
      super(null, null, false, false);
      this.why = why;
    }

    Exhaustion why() {
      return why;
    }
  }

  /** The clock is read once in so many steps. */
  private static final int POLL_MASK = 0xfff;

  private final Budget budget;
  private final long startNs;
  private long takenBytes;
  private long steps;

  Spending(Budget budget) {
    this.budget = budget;
    this.startNs = budget.clockNs().getAsLong();
  }

  /** Takes memory for a table that is about to be made. */
  void take(long bytes) {
    assert bytes >= 0 : bytes;
    if (bytes > budget.memoryBytes() - takenBytes) {
      throw new Spent(Exhaustion.MEMORY);
    }
    takenBytes += bytes;
  }

  /** Gives back the memory of a table that is dropped. */
  void giveBack(long bytes) {
    assert bytes >= 0 && bytes <= takenBytes : bytes;
    takenBytes -= bytes;
  }

  /** To be called in every loop that may be long. */
  void step() {
    if ((++steps & POLL_MASK) == 0) {
      poll();
    }
  }

  /** Looks at the clock now. */
  void poll() {
    if (budget.cancelled().getAsBoolean()) {
      throw new Spent(Exhaustion.CANCELLED);
    }
    if (budget.clockNs().getAsLong() - startNs >= budget.timeNs()) {
      throw new Spent(Exhaustion.TIME);
    }
  }
}
