package io.quorate.check.txn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The order of a register's versions, where the user vouches for each register by itself. */
final class VersionOrder {
  /**
   * What a transaction met first under a key, and what it left there; below zero: not known.
   *
   * @param op the transaction
   */
  record Met(int op, int first, int last) {
    boolean isKnown() {
      return first >= 0 && last >= 0;
    }
  }

  /** Takes two versions, the first of which comes before the second. */
  interface PairSink {
    void accept(int before, int after);
  }

  private record Pair(int before, int after, int earlier, int later) {}

  private final Ledger ledger;
  private final KeyOrder order;
  private final Findings findings;
  private final Spending spending;

  VersionOrder(Ledger ledger, KeyOrder order, Findings findings, Spending spending) {
    this.ledger = ledger;
    this.order = order;
    this.findings = findings;
    this.spending = spending;
  }

  /**
   * Hands over the pairs that follow for one key; none where they contradict each other, which is
   * then a finding.
   *
   * @param visits by the order of invocation
   */
  void forEachPair(List<Met> visits, PairSink sink) {
    List<Met> known = visits.stream().filter(Met::isKnown).toList();
    if (order == KeyOrder.UNKNOWN || known.size() < 2) {
      return;
    }
    List<Pair> pairs = pairs(known);
    Pair contradiction = contradiction(pairs);
    if (contradiction != null) {
      report(cycle(pairs, contradiction));
      return;
    }
    for (Pair pair : pairs) {
      if (pair.earlier() != pair.later()) {
        sink.accept(pair.before(), pair.after());
      }
    }
  }

  private List<Pair> pairs(List<Met> visits) {
    Map<Integer, Met> byOp = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (Met visit : visits) {
      byOp.put(visit.op(), visit);
      add(pairs, visit.first(), visit.last(), visit.op(), visit.op());
    }
    int[] ops = visits.stream().mapToInt(Met::op).toArray();
    SessionOrder.PairSink sink =
        (earlier, later) -> {
          Met a = byOp.get(earlier);
          Met b = byOp.get(later);
          if (a != null && b != null) {
            add(pairs, a.last(), b.first(), earlier, later);
          }
        };
    if (order == KeyOrder.LINEARIZABLE) {
      SessionOrder.ofRealTime(ledger.history, ops, sink);
    } else {
      SessionOrder.ofProcesses(ledger.history, ops, sink);
    }
    return pairs;
  }

  private void add(List<Pair> pairs, int before, int after, int earlier, int later) {
    spending.step();
    if (before != after) {
      pairs.add(new Pair(before, after, earlier, later));
    }
  }

  /** A pair on a cycle of versions, or null. */
  private @Nullable Pair contradiction(List<Pair> pairs) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (Pair pair : pairs) {
      numbers.putIfAbsent(pair.before(), numbers.size());
      numbers.putIfAbsent(pair.after(), numbers.size());
    }
    Edges edges = new Edges(numbers.size(), spending);
    for (Pair pair : pairs) {
      edges.add(
          numbers.getOrDefault(pair.before(), 0),
          numbers.getOrDefault(pair.after(), 0),
          Edges.WW,
          Edges.NONE,
          Edges.NONE);
    }
    Components cyclic =
        Components.of(new Graph(numbers.size(), edges, spending), Edges.WW, spending);
    for (Pair pair : pairs) {
      int component = cyclic.of(numbers.getOrDefault(pair.before(), 0));
      boolean inside =
          component != Components.NONE
              && component == cyclic.of(numbers.getOrDefault(pair.after(), 0));
      if (inside && pair.earlier() != pair.later()) {
        return pair;
      }
    }
    return null;
  }

  /** The pair and the fewest others by which the order comes back to where it began. */
  private List<Pair> cycle(List<Pair> pairs, Pair first) {
    Map<Integer, List<Pair>> from = new HashMap<>();
    for (Pair pair : pairs) {
      from.computeIfAbsent(pair.before(), version -> new ArrayList<>()).add(pair);
    }
    Map<Integer, Pair> reachedBy = new HashMap<>();
    reachedBy.put(first.after(), first);
    Deque<Integer> next = new ArrayDeque<>(List.of(first.after()));
    while (!reachedBy.containsKey(first.before())) {
      for (Pair pair : from.getOrDefault(next.remove(), List.of())) {
        spending.step();
        if (reachedBy.putIfAbsent(pair.after(), pair) == null) {
          next.add(pair.after());
        }
      }
    }
    Deque<Pair> cycle = new ArrayDeque<>();
    Pair last = reachedBy.get(first.before());
    while (last != null && !last.equals(first)) {
      cycle.addFirst(last);
      last = reachedBy.get(last.before());
    }
    cycle.addFirst(first);
    return List.copyOf(cycle);
  }

  private void report(List<Pair> cycle) {
    Set<Integer> operations = new LinkedHashSet<>();
    StringJoiner account = new StringJoiner("; ");
    for (Pair pair : cycle) {
      operations.add(pair.earlier());
      operations.add(pair.later());
      account.add(
          String.format(
              pair.earlier() == pair.later()
                  ? "T%d met %s and left %4$s"
                  : "T%d met %s and T%d, after that, %s",
              pair.earlier(),
              ledger.value(pair.before()),
              pair.later(),
              ledger.value(pair.after())));
    }
    List<Integer> all = List.copyOf(operations);
    findings.add(
        AnomalyKind.CYCLIC_VERSIONS,
        all,
        String.format(
            "key %s is not %s as was vouched: %s%s",
            ledger.key(ledger.keyOf(cycle.getFirst().before())),
            order == KeyOrder.LINEARIZABLE ? "linearizable" : "sequential",
            account,
            Words.introduce(ledger.history, all)));
  }
}
