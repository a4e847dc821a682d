package io.quorate.check.search;

import io.quorate.check.verdict.Budget;

/** What is left of a budget while a check runs. */
final class Allowance {
  private final Budget budget;
  private final long startNs;
  private long takenBytes;

  Allowance(Budget budget) {
    this.budget = budget;
    this.startNs = budget.clockNs().getAsLong();
  }

  /** Takes memory for a table that is about to be made; false when the budget has no more. */
  boolean take(long bytes) {
    assert bytes >= 0 : bytes;
    if (bytes > budget.memoryBytes() - takenBytes) {
      return false;
    }
    takenBytes += bytes;
    return true;
  }

  /** Gives back the memory of tables that are dropped. */
  void giveBack(long bytes) {
    assert bytes >= 0 && bytes <= takenBytes : bytes;
    takenBytes -= bytes;
  }

  /** Whether time or the caller's patience has ended, as the status of a search. */
  DepthFirst.Status status() {
    if (budget.cancelled().getAsBoolean()) {
      return DepthFirst.Status.CANCELLED;
    }
    boolean late = budget.clockNs().getAsLong() - startNs >= budget.timeNs();
    return late ? DepthFirst.Status.OUT_OF_TIME : DepthFirst.Status.RUNNING;
  }
}
