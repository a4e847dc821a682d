package io.quorate.check.txn;

import java.util.List;

/**
 * Something that is wrong.
 *
 * @param kind what it is called
 * @param operations the history's numbers of the operations that show it, of a cycle in its order
 * @param cycle the steps from the first operation back to it; empty for what is no cycle
 * @param account what is wrong, in sentences for a person; may have several lines, the last without
 *     a newline
 */
public record Anomaly(
    AnomalyKind kind, List<Integer> operations, List<Step> cycle, String account) {

  /** Copies the lists. */
  public Anomaly {
    operations = List.copyOf(operations);
    cycle = List.copyOf(cycle);
  }

  static Anomaly of(AnomalyKind kind, List<Integer> operations, String account) {
    return new Anomaly(kind, operations, List.of(), account);
  }
}
