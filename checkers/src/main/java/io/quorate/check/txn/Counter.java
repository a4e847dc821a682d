package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.Transactions.Tally;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Jepsen's counter, which begins at 0: a read lies between the least and the most that the counter
 * can have been while it was pending. An addition counts for the most as soon as it is invoked and
 * for the least once it returned; a subtraction, which Jepsen's own check does not know, the other
 * way round. What failed does not count.
 */
final class Counter {
  private static final String CALLS = "add n, read, with sums of 64 bits";

  private final History history;
  private final Findings findings;
  private final Spending spending;

  /** The bounds of each read that is or was pending. */
  private final long[] lower;

  private final long[] upper;
  private final Set<Integer> pending = new LinkedHashSet<>();
  private long least;
  private long most;

  Counter(History history, Findings findings, Spending spending) {
    this.history = history;
    this.findings = findings;
    this.spending = spending;
    spending.take(2L * Long.BYTES * history.size());
    this.lower = new long[history.size()];
    this.upper = new long[history.size()];
  }

  Tally run() {
    int[] opAt = operationsByEvent();
    int reads = 0;
    for (int at = 0; at < opAt.length; at++) {
      spending.step();
      int op = opAt[at] >> 1;
      if (opAt[at] < 0) {
        continue;
      }
      boolean returned = (opAt[at] & 1) == 1;
      Call call = history.calls().get(history.callOf(op));
      switch (call.f()) {
        case "add" -> add(op, call, returned);
        case "read" -> {
          if (call.outcome() == Outcome.OK && !returned) {
            lower[op] = least;
            upper[op] = most;
            pending.add(op);
          } else if (call.outcome() == Outcome.OK) {
            pending.remove(op);
            read(op, call);
            reads++;
          }
        }
        default -> throw mismatch(op);
      }
    }
    if (reads == 0) {
      findings.remark("no read returned, so the history says nothing of the counter");
    }
    return new Tally(reads, 0, false, true);
  }

  /** For each event its operation, shifted left, with 1 for a completion; -1 for annotations. */
  private int[] operationsByEvent() {
    spending.take((long) Integer.BYTES * history.eventCount());
    int[] opAt = new int[history.eventCount()];
    Arrays.fill(opAt, -1);
    for (int op = 0; op < history.size(); op++) {
      opAt[history.invokedAt(op)] = op << 1;
      if (history.returnedAt(op) != History.NEVER) {
        opAt[history.returnedAt(op)] = op << 1 | 1;
      }
    }
    return opAt;
  }

  private void add(int op, Call call, boolean returned) {
    if (!(call.input() instanceof Long n)) {
      throw mismatch(op);
    }
    if (call.outcome() == Outcome.FAIL) {
      return;
    }
    if (returned == n >= 0) {
      least = sum(op, least, n);
    } else {
      most = sum(op, most, n);
    }
    for (int read : pending) {
      lower[read] = Math.min(lower[read], least);
      upper[read] = Math.max(upper[read], most);
    }
  }

  private long sum(int op, long a, long b) {
    long sum = a + b;
    boolean overflown = ((a ^ sum) & (b ^ sum)) < 0;
    if (overflown) {
      throw mismatch(op);
    }
    return sum;
  }

  private void read(int op, Call call) {
    if (!(call.output() instanceof Long seen)) {
      throw mismatch(op);
    }
    if (seen < lower[op] || seen > upper[op]) {
      findings.add(
          AnomalyKind.OUT_OF_BOUNDS,
          List.of(op),
          String.format(
                  "%d was read, where only %d to %d can have been", seen, lower[op], upper[op])
              + Words.introduce(history, List.of(op)));
    }
  }

  private WorkloadMismatch mismatch(int op) {
    return new WorkloadMismatch(Workload.COUNTER, history.operation(op), CALLS);
  }
}
