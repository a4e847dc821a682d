package io.quorate.check.txn;

import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.Transactions.Tally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's set with a last read: it has every element whose addition returned, and none that nobody
 * tried to add. Without a read there is no answer.
 */
final class LastReadSet {
  private static final long BYTES_PER_ELEMENT = 96;

  private final History history;
  private final Findings findings;
  private final Spending spending;

  LastReadSet(History history, Findings findings, Spending spending) {
    this.history = history;
    this.findings = findings;
    this.spending = spending;
  }

  Tally run() {
    spending.take(BYTES_PER_ELEMENT * history.size());
    Set<@Nullable Object> tried = new HashSet<>();
    Map<@Nullable Object, Integer> added = new HashMap<>();
    int read = -1;
    for (int op = 0; op < history.size(); op++) {
      spending.step();
      Outcome outcome = history.calls().get(history.callOf(op)).outcome();
      if (Elements.isAdd(history, op, Workload.SET)) {
        Object element = history.calls().get(history.callOf(op)).input();
        tried.add(element);
        if (outcome == Outcome.OK) {
          added.putIfAbsent(element, op);
        }
      } else if (outcome == Outcome.OK && isLater(op, read)) {
        read = op;
      }
    }
    if (read < 0) {
      findings.remark("no read returned, so nothing is known of what the set holds");
      return new Tally(0, 0, false, false);
    }
    compare(read, tried, added);
    return new Tally(added.size() + 1, 0, false, true);
  }

  private boolean isLater(int op, int read) {
    return read < 0 || history.returnedAt(op) > history.returnedAt(read);
  }

  private void compare(int read, Set<?> tried, Map<@Nullable Object, Integer> added) {
    Set<@Nullable Object> seen = new HashSet<>();
    for (Object element : Elements.seen(history, read, Workload.SET)) {
      spending.step();
      if (seen.add(element) && !tried.contains(element)) {
        findings.add(
            AnomalyKind.UNEXPECTED_ELEMENT,
            List.of(read),
            String.format(
                "the last read, T%d, has %s, which nobody tried to add", read, Edn.print(element)));
      }
    }
    for (int op = 0; op < history.size(); op++) {
      spending.step();
      Object element = history.calls().get(history.callOf(op)).input();
      boolean first = Integer.valueOf(op).equals(added.get(element));
      if (first && Elements.isAdd(history, op, Workload.SET) && !seen.contains(element)) {
        findings.add(
            AnomalyKind.LOST_ELEMENT,
            List.of(op, read),
            String.format(
                "%s was added by T%d and is not in the last read, T%d%s",
                Edn.print(element), op, read, Words.introduce(history, List.of(op))));
      }
    }
  }
}
