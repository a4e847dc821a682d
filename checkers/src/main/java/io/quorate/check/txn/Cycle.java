package io.quorate.check.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A way from a transaction back to itself. */
final class Cycle {
  /** One dependency of it, with the versions that are its evidence. */
  record Hop(int from, int to, Dependency dependency, int before, int after) {
    boolean isRw() {
      return dependency == Dependency.RW;
    }
  }

  private final List<Hop> hops;

  private Cycle(List<Hop> hops) {
    this.hops = hops;
  }

  /** The cycle of these edges of a graph, with junctions passed over. */
  static Cycle of(Graph graph, List<Integer> edges) {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      int edge = edges.get(i);
      int last = graph.isJunction(graph.to[edge]) ? edges.get(++i) : edge;
      hops.add(
          new Hop(
              graph.from[edge],
              graph.to[last],
              dependency(graph.kind[edge]),
              graph.before[edge],
              graph.after[last]));
    }
    return new Cycle(simple(hops));
  }

  List<Hop> hops() {
    return hops;
  }

  int size() {
    return hops.size();
  }

  /** What it is called, from the dependencies that it has. */
  AnomalyKind kind() {
    boolean process = has(Dependency.PROCESS);
    boolean realtime = has(Dependency.REALTIME);
    long rw = hops.stream().filter(Hop::isRw).count();
    if (rw > 1) {
      return isApart(hops)
          ? named(
              process,
              realtime,
              AnomalyKind.G_NONADJACENT,
              AnomalyKind.G_NONADJACENT_PROCESS,
              AnomalyKind.G_NONADJACENT_REALTIME)
          : named(
              process,
              realtime,
              AnomalyKind.G2_ITEM,
              AnomalyKind.G2_ITEM_PROCESS,
              AnomalyKind.G2_ITEM_REALTIME);
    }
    if (rw == 1) {
      return named(
          process,
          realtime,
          AnomalyKind.G_SINGLE,
          AnomalyKind.G_SINGLE_PROCESS,
          AnomalyKind.G_SINGLE_REALTIME);
    }
    return has(Dependency.WR)
        ? named(
            process, realtime, AnomalyKind.G1C, AnomalyKind.G1C_PROCESS, AnomalyKind.G1C_REALTIME)
        : named(process, realtime, AnomalyKind.G0, AnomalyKind.G0_PROCESS, AnomalyKind.G0_REALTIME);
  }

  Anomaly anomaly(Words words) {
    List<Integer> operations = hops.stream().map(Hop::from).toList();
    List<Step> steps = new ArrayList<>();
    StringBuilder text = new StringBuilder("a cycle of ");
    text.append(operations.size()).append(" transactions").append(words.introduce(operations));
    for (Hop hop : hops) {
      String account = words.account(hop);
      steps.add(new Step(hop.from(), hop.to(), hop.dependency(), account));
      text.append(
          String.format(
              "\n  T%d < T%d, because %s (%s)",
              hop.from(), hop.to(), account, hop.dependency().word()));
    }
    return new Anomaly(kind(), operations, steps, text.toString());
  }

  private boolean has(Dependency dependency) {
    return hops.stream().anyMatch(hop -> hop.dependency() == dependency);
  }

  private static AnomalyKind named(
      boolean process,
      boolean realtime,
      AnomalyKind plain,
      AnomalyKind withProcess,
      AnomalyKind withRealtime) {
    return realtime ? withRealtime : process ? withProcess : plain;
  }

  private static Dependency dependency(byte kind) {
    return switch (kind) {
      case Edges.WW -> Dependency.WW;
      case Edges.WR -> Dependency.WR;
      case Edges.RW -> Dependency.RW;
      case Edges.PROCESS -> Dependency.PROCESS;
      case Edges.REALTIME -> Dependency.REALTIME;
      default -> throw new AssertionError("edge of kind " + kind);
    };
  }

  private static boolean isApart(List<Hop> hops) {
    for (int i = 0; i < hops.size(); i++) {
      if (hops.get(i).isRw() && hops.get((i + 1) % hops.size()).isRw()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Cuts the detours out of a way that meets a transaction twice. Where no two anti-dependencies
   * followed each other, none do afterwards: of the detour and the rest, one is so.
   */
  private static List<Hop> simple(List<Hop> hops) {
    List<Hop> rest = hops;
    while (true) {
      int[] detour = detour(rest);
      if (detour.length == 0) {
        return rest;
      }
      List<Hop> inner = rest.subList(detour[0], detour[1]);
      List<Hop> outer = new ArrayList<>(rest.subList(0, detour[0]));
      outer.addAll(rest.subList(detour[1], rest.size()));
      boolean takeInner = isApart(inner) || !isApart(outer);
      rest = takeInner ? new ArrayList<>(inner) : outer;
    }
  }

  private static int[] detour(List<Hop> hops) {
    Map<Integer, Integer> seen = new HashMap<>();
    for (int i = 0; i < hops.size(); i++) {
      Integer before = seen.putIfAbsent(hops.get(i).from(), i);
      if (before != null) {
        return new int[] {before, i};
      }
    }
    return new int[0];
  }
}
