package io.quorate.check.txn;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and names the cycles of a dependency graph. Whether there is a cycle of a class is decided
 * by components, in linear time; the cycle shown for a component is the shortest of its class,
 * unless the search for it looks at more than {@link #WORK_MAX} edges: then it is a short one.
 *
 * <p>Of each component the gravest class is named, for a grave cycle brings lesser ones with it.
 * Cycles that need the order of processes or of real time are sought where they rule out a level
 * that is not ruled out yet.
 */
final class CycleSearch {
  private static final long WORK_MAX = 20_000_000;
  private static final long WORK_TOTAL = 100_000_000;

  /** Longer cycles are shown, but not sought for the shortest. */
  private static final int LONGEST = 64;

  private enum Shape {
    WRITES(Edges.WW, Edges.WW, false),
    READS(Edges.WW | Edges.WR, Edges.WR, false),
    APART(Edges.WW | Edges.WR | Edges.RW, Edges.RW, true),
    ANY(Edges.WW | Edges.WR | Edges.RW, Edges.RW, false);

    private final int kinds;

    /** A kind of edge that each cycle has which is of no graver shape. */
    private final int essential;

    private final boolean apart;

    Shape(int kinds, int essential, boolean apart) {
      this.kinds = kinds;
      this.essential = essential;
      this.apart = apart;
    }
  }

  private static final int DEPENDENCIES = Edges.WW | Edges.WR | Edges.RW;

  private final Graph graph;
  private final Words words;
  private final Findings findings;
  private final Spending spending;
  private final ShortestWay ways;
  private long workOfEach;

  private CycleSearch(
      Graph graph, Components all, Words words, Findings findings, Spending spending) {
    this.graph = graph;
    this.words = words;
    this.findings = findings;
    this.spending = spending;
    this.ways = new ShortestWay(graph, all, spending);
  }

  /** Adds what cycles the graph has to the findings. */
  static void run(Graph graph, Words words, Findings findings, Spending spending) {
    int all = DEPENDENCIES | Edges.PROCESS | Edges.REALTIME;
    Components components = Components.of(graph, all, spending);
    if (components.count() == 0) {
      return;
    }
    CycleSearch search = new CycleSearch(graph, components, words, findings, spending);
    search.plain();
    search.with(
        Edges.PROCESS, Level.STRONG_SESSION_SNAPSHOT_ISOLATION, Level.STRONG_SESSION_SERIALIZABLE);
    search.with(Edges.REALTIME, Level.STRONG_SNAPSHOT_ISOLATION, Level.STRICT_SERIALIZABLE);
  }

  private void plain() {
    Components whole = Components.of(graph, DEPENDENCIES, spending);
    if (whole.count() == 0) {
      return;
    }
    Set<Integer> named = new HashSet<>();
    for (Shape shape : Shape.values()) {
      name(shape, 0, whole, named);
    }
  }

  /** Cycles that need edges of this kind, where the weaker and the stronger level are in doubt. */
  private void with(int session, Level snapshot, Level serializable) {
    if (findings.isRuledOut(serializable) && findings.isRuledOut(snapshot)) {
      return;
    }
    Components whole = Components.of(graph, DEPENDENCIES | session, spending);
    if (whole.count() == 0) {
      return;
    }
    Set<Integer> named = new HashSet<>();
    if (!findings.isRuledOut(snapshot)) {
      name(Shape.WRITES, session, whole, named);
      name(Shape.READS, session, whole, named);
      name(Shape.APART, session, whole, named);
    }
    if (!findings.isRuledOut(serializable)) {
      name(Shape.ANY, session, whole, named);
    }
  }

  /** Names one cycle of this shape in each component of the whole that has one and has no name. */
  private void name(Shape shape, int session, Components whole, Set<Integer> named) {
    int kinds = shape.kinds | session;
    Components parts =
        shape.apart
            ? Components.apart(graph, kinds, spending)
            : Components.of(graph, kinds, spending);
    if (parts.count() == 0) {
      return;
    }
    ways.within(parts);
    workOfEach = Math.min(WORK_MAX, WORK_TOTAL / parts.count());
    int[] essential = essentialEdges(parts, shape);
    for (int at = 0; at < essential.length; ) {
      int part = parts.ofEdge(essential[at]);
      int end = at;
      while (end < essential.length && parts.ofEdge(essential[end]) == part) {
        end++;
      }
      if (named.add(whole.of(graph.from[essential[at]]))) {
        findings.add(shortest(essential, at, end, kinds, shape).anomaly(words));
      }
      at = end;
    }
  }

  /** The edges on cycles that are of the essential kind, sorted by component. */
  private int[] essentialEdges(Components parts, Shape shape) {
    long[] found = new long[64];
    int size = 0;
    for (int edge = 0; edge < graph.to.length; edge++) {
      spending.step();
      if (graph.kind[edge] == shape.essential && parts.holds(edge)) {
        if (size == found.length) {
          spending.take((long) Long.BYTES * size);
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = (long) parts.ofEdge(edge) << Integer.SIZE | edge;
      }
    }
    Arrays.sort(found, 0, size);
    int[] edges = new int[size];
    for (int i = 0; i < size; i++) {
      edges[i] = (int) found[i];
    }
    return edges;
  }

  private Cycle shortest(int[] edges, int from, int end, int kinds, Shape shape) {
    Cycle best = null;
    if (shape == Shape.APART) {
      best = deepened(edges, from, end, kinds & ~Edges.RW, true);
    }
    if (best == null) {
      best = deepened(edges, from, end, kinds, shape.apart);
    }
    return best != null ? best : any(edges[from], kinds, shape);
  }

  /** Looks for ever longer cycles, so that the first that is found is a shortest. */
  private @Nullable Cycle deepened(int[] edges, int from, int end, int kinds, boolean apart) {
    long workMax = ways.work() + workOfEach;
    for (int steps = 2; steps < LONGEST; steps += 1 + steps / 4) {
      Cycle best = null;
      for (int i = from; i < end && ways.work() < workMax; i++) {
        int below = best == null ? steps + 1 : best.size();
        List<Integer> way = ways.cycle(edges[i], kinds, apart, below);
        best = way == null ? best : Cycle.of(graph, way);
      }
      if (best != null || ways.work() >= workMax) {
        return best;
      }
    }
    return null;
  }

  /** An edge within a component is on a cycle. */
  private Cycle any(int edge, int kinds, Shape shape) {
    List<Integer> way = ways.cycle(edge, kinds, shape.apart, Integer.MAX_VALUE);
    if (way == null) {
      throw new AssertionError("an edge within a component is on no cycle");
    }
    return Cycle.of(graph, way);
  }
}
