package io.quorate.check.txn;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found: every anomaly is counted, the first of each kind are kept. */
final class Findings {
  private static final int KEPT_MAX = 8;

  private final Map<AnomalyKind, List<Anomaly>> kept = new EnumMap<>(AnomalyKind.class);
  private final Map<AnomalyKind, Integer> counts = new EnumMap<>(AnomalyKind.class);
  private final Set<Level> ruledOut = EnumSet.noneOf(Level.class);
  private final List<String> remarks = new ArrayList<>();

  void add(Anomaly anomaly) {
    List<Anomaly> same = kept.computeIfAbsent(anomaly.kind(), k -> new ArrayList<>());
    if (same.size() < KEPT_MAX) {
      same.add(anomaly);
    }
    counts.merge(anomaly.kind(), 1, Integer::sum);
    ruledOut.addAll(anomaly.kind().ruledOut());
  }

  void add(AnomalyKind kind, List<Integer> operations, String account) {
    add(Anomaly.of(kind, operations, account));
  }

  void remark(String sentence) {
    remarks.add(sentence);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  boolean has(AnomalyKind kind) {
    return counts.containsKey(kind);
  }

  boolean isRuledOut(Level level) {
    return ruledOut.contains(level);
  }

  /** The anomalies that are kept, the gravest first. */
  List<Anomaly> anomalies() {
    List<Anomaly> all = new ArrayList<>();
    kept.values().forEach(all::addAll);
    return all;
  }

  Map<AnomalyKind, Integer> counts() {
    return counts;
  }

  Set<Level> ruledOut() {
    return ruledOut;
  }

  List<String> remarks() {
    return remarks;
  }
}
