package io.quorate.check.txn;

import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Puts transactions and what lies between them into words. */
final class Words {
  private static final int CALL_CHARS_MAX = 240;

  private final Ledger ledger;

  Words(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Lines that say what these transactions are, each with a newline before it. */
  String introduce(Collection<Integer> operations) {
    return introduce(ledger.history, operations);
  }

  static String introduce(History history, Collection<Integer> operations) {
    StringBuilder text = new StringBuilder();
    for (int id : new LinkedHashSet<>(operations)) {
      Operation operation = history.operation(id);
      boolean open = operation.returnedAt() == History.NEVER;
      text.append(
          String.format(
              "%n  T%d: process %d, events %d..%s  %s",
              id,
              operation.process(),
              operation.invokedAt(),
              open ? "" : String.valueOf(operation.returnedAt()),
              shortened(operation.call().toString())));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** What happened when several read one version of a key and all wrote the key. */
  String lostUpdate(int key, List<Integer> operations, String wrote) {
    return String.format(
        "%d transactions read the same version of key %s, and each then %s it%s",
        operations.size(), ledger.key(key), wrote, introduce(operations));
  }

  /** Why one transaction of an edge comes before the other. */
  String account(Cycle.Hop hop) {
    int from = hop.from();
    int to = hop.to();
    History history = ledger.history;
    return switch (hop.dependency()) {
      case WW -> written(hop);
      case WR ->
          String.format(
              "T%d read %s of key %s, which T%d %s",
              to, ledger.value(hop.before()), key(hop.before()), from, wrote());
      case RW -> overwritten(hop);
      case PROCESS ->
          String.format("process %d ran T%d before T%d", history.processOf(from), from, to);
      case REALTIME ->
          String.format(
              "T%d returned at event %d, before T%d was invoked at event %d",
              from, history.returnedAt(from), to, history.invokedAt(to));
    };
  }

  private String written(Cycle.Hop hop) {
    return String.format(
        "T%d %s %s %s key %s before T%d %s %s",
        hop.from(),
        wrote(),
        ledger.value(hop.before()),
        lists() ? "to" : "as",
        key(hop.after()),
        hop.to(),
        wrote(),
        ledger.value(hop.after()));
  }

  private String overwritten(Cycle.Hop hop) {
    String key = key(hop.after());
    String what =
        lists()
            ? String.format(
                "T%d read key %s without %s", hop.from(), key, ledger.value(hop.after()))
            : String.format(
                "T%d read %s of key %s before %s",
                hop.from(), ledger.value(hop.before()), key, ledger.value(hop.after()));
    return String.format("%s, which T%d %s", what, hop.to(), wrote());
  }

  private String wrote() {
    return lists() ? "appended" : "wrote";
  }

  private boolean lists() {
    return ledger.workload == Workload.LIST_APPEND;
  }

  private String key(int version) {
    return ledger.key(ledger.keyOf(version));
  }

  private static String shortened(String call) {
    return call.length() <= CALL_CHARS_MAX ? call : call.substring(0, CALL_CHARS_MAX) + " ...";
  }
}
