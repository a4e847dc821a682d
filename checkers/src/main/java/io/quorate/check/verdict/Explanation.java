package io.quorate.check.verdict;

import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;

/** Puts a verdict into words. */
final class Explanation {
  /** Of a long prefix, the end is what matters. */
  private static final int PREFIX_SHOWN = 10;

  private Explanation() {}

  static String of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid v -> valid(v.effort());
      case Verdict.Invalid v -> invalid(v.deadEnd());
      case Verdict.Unknown v -> unknown(v);
    };
  }

  private static String valid(Effort effort) {
    return String.format(
        "linearizable: an order explains %s%s%s",
        effort.operations() == 1 ? "the only operation" : "all " + operations(effort.operations()),
        inPartitions(effort.partitions()),
        leftOut(effort.leftOut()));
  }

  private static String inPartitions(int partitions) {
    return partitions > 1 ? " in " + partitions + " independent parts" : "";
  }

  private static String leftOut(int count) {
    return count > 0 ? "; " + count + " that failed or tell nothing are left out" : "";
  }

  private static String invalid(DeadEnd end) {
    StringBuilder text = new StringBuilder("not linearizable");
    text.append(about(end));
    Operation first = end.stuck().getFirst().operation();
    text.append(
        String.format(
            ": no order explains it up to the return of %s (operation %d, process %d)\n",
            first.call(), first.id(), first.process()));
    text.append(prefix(end, "the longest order places"));
    text.append("the state is then ").append(end.state());
    text.append(next(end));
    return text.toString();
  }

  private static String unknown(Verdict.Unknown v) {
    StringBuilder text = new StringBuilder("unknown: ");
    text.append(
        switch (v.why()) {
          case TIME -> "the time budget is spent";
          case MEMORY -> "the memory budget is spent";
          case CANCELLED -> "cancelled";
          case UNSUITED -> "this engine cannot judge the history; another may";
        });
    if (v.why() == Exhaustion.UNSUITED) {
      return text.toString();
    }
    if (v.effort().configurations() <= 1 && v.effort().decided() == 0) {
      return text.append("; nothing is known").toString();
    }
    text.append(
        String.format(
            "; %d of %d independent parts are linearizable",
            v.effort().decided(), v.effort().partitions()));
    DeadEnd end = v.furthest();
    if (end != null) {
      text.append(
          String.format(
              "\nin an undecided part%s, %d of %d completed operations were placed\n",
              about(end), end.placed(), end.total()));
      text.append(prefix(end, "the furthest order that was reached places"));
      text.append("the state is then ").append(end.state());
      text.append("; what may follow was not searched to its end");
    }
    return text.toString();
  }

  private static String about(DeadEnd end) {
    return end.partition() == null ? "" : " (key " + Edn.print(end.partition()) + ")";
  }

  /** The order that was found, with its last operations. */
  private static String prefix(DeadEnd end, String places) {
    Order prefix = end.prefix();
    // An engine may know only the end of the order.
    int size = Math.max(end.placed(), prefix.size());
    if (prefix.isEmpty()) {
      return places + " " + (size == 0 ? "nothing" : operations(size)) + "; ";
    }
    StringBuilder text = new StringBuilder();
    int from = Math.max(0, prefix.size() - PREFIX_SHOWN);
    text.append(places).append(' ').append(operations(size));
    text.append(size - prefix.size() + from > 0 ? ", at last\n" : ":\n");
    for (Operation operation : prefix.subList(from, prefix.size())) {
      text.append(line(operation)).append('\n');
    }
    return text.toString();
  }

  private static String operations(int count) {
    return count == 1 ? "1 operation" : count + " operations";
  }

  /** What a search that was finished says of the operations that might come next. */
  private static String next(DeadEnd end) {
    StringBuilder text = new StringBuilder();
    text.append(end.stuck().isEmpty() ? "" : ", and of the operations that might come next");
    for (Stuck stuck : end.stuck()) {
      text.append('\n').append(line(stuck.operation()));
      text.append(stuck.refused() ? "  -- refused in this state" : "  -- possible, leads nowhere");
    }
    return text.toString();
  }

  private static String line(Operation operation) {
    boolean crashed = operation.returnedAt() == History.NEVER;
    return String.format(
        "  operation %-5d process %-4d events %d..%s  %s",
        operation.id(),
        operation.process(),
        operation.invokedAt(),
        crashed ? "" : String.valueOf(operation.returnedAt()),
        operation.call());
  }
}
