package io.quorate.check.search;

import io.quorate.check.verdict.Budget;
import java.util.concurrent.atomic.AtomicLong;

/** What is left of a budget while a check runs. For use by several threads. */
final class Allowance {
  private final Budget budget;
  private final long startNs;
  private final AtomicLong takenBytes = new AtomicLong();

  /** Once one thread has seen the end, it is the end for all. */
  private volatile DepthFirst.Status status = DepthFirst.Status.RUNNING;

  Allowance(Budget budget) {
    this(budget, budget.clockNs().getAsLong());
  }

  private Allowance(Budget budget, long startNs) {
    this.budget = budget;
    this.startNs = startNs;
  }

  /** The same with all its memory, and the time that is left. */
  Allowance afresh() {
    return new Allowance(budget, startNs);
  }

  /** Takes memory for a table that is about to be made; false when the budget has no more. */
  boolean take(long bytes) {
    assert bytes >= 0 : bytes;
    long taken = takenBytes.get();
    while (bytes <= budget.memoryBytes() - taken) {
      long seen = takenBytes.compareAndExchange(taken, taken + bytes);
      if (seen == taken) {
        return true;
      }
      taken = seen;
    }
    return false;
  }

  /** Gives back the memory of tables that are dropped. */
  void giveBack(long bytes) {
    long left = takenBytes.addAndGet(-bytes);
    assert bytes >= 0 && left >= 0 : bytes;
  }

  /** Bytes that could still be taken now. */
  long leftBytes() {
    return budget.memoryBytes() - takenBytes.get();
  }

  /** Whether time or the caller's patience has ended, as the status of a search. */
  DepthFirst.Status status() {
    if (status != DepthFirst.Status.RUNNING) {
      return status;
    }
    if (budget.cancelled().getAsBoolean()) {
      status = DepthFirst.Status.CANCELLED;
    } else if (budget.clockNs().getAsLong() - startNs >= budget.timeNs()) {
      status = DepthFirst.Status.OUT_OF_TIME;
    }
    return status;
  }
}
