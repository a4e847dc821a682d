package io.quorate.check.txn;

import java.util.Arrays;

/**
 * The strongly connected components of a graph, or of the part of it that edges of some kinds make:
 * Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with a stack of its
 * own.
 *
 * <p>With {@code apart}, a node is taken twice: as it is entered by an anti-dependency, which may
 * not be left by another, and as it is entered otherwise. A component with a cycle then has one in
 * which no two anti-dependencies follow each other.
 */
final class Components {
  /** The component of a node that is on no cycle. */
  static final int NONE = -1;

  private static final int BYTES_PER_STATE = 20;

  private final Graph graph;
  private final int kinds;
  private final boolean apart;
  private final Spending spending;
  private final int states;

  private final int[] index;
  private final int[] low;
  private final int[] nextEdge;
  private final int[] open;
  private final int[] path;
  private int openSize;
  private int pathSize;
  private int indexes;

  /** The component of each state, {@link #NONE} for those on no cycle. */
  private final int[] component;

  private int count;

  private Components(Graph graph, int kinds, boolean apart, Spending spending) {
    this.graph = graph;
    this.kinds = kinds | Edges.LINK;
    this.apart = apart;
    this.spending = spending;
    this.states = apart ? 2 * graph.nodes : graph.nodes;
    spending.take((long) BYTES_PER_STATE * states);
    this.index = new int[states];
    this.low = new int[states];
    this.nextEdge = new int[states];
    this.open = new int[states];
    this.path = new int[states];
    this.component = new int[states];
    Arrays.fill(component, NONE);
  }

  /** The components by edges of these kinds. */
  static Components of(Graph graph, int kinds, Spending spending) {
    return new Components(graph, kinds, false, spending).find();
  }

  /** The components by edges of these kinds in which no two anti-dependencies follow each other. */
  static Components apart(Graph graph, int kinds, Spending spending) {
    return new Components(graph, kinds, true, spending).find();
  }

  /** How many there are that have a cycle. */
  int count() {
    return count;
  }

  /** The component of a node; with {@code apart}, as it is entered otherwise than by rw. */
  int of(int node) {
    return component[node];
  }

  /** The component of a state: of a node, or with {@code apart} of one as it is entered by rw. */
  int ofState(int state) {
    return component[state];
  }

  /** Whether both ends of an edge are in one component, as a cycle through the edge needs. */
  boolean holds(int edge) {
    if ((graph.kind[edge] & kinds) == 0) {
      return false;
    }
    int from = graph.from[edge];
    if (!apart) {
      return component[from] != NONE && component[from] == component[graph.to[edge]];
    }
    int entered = from + graph.nodes;
    boolean rw = graph.kind[edge] == Edges.RW;
    return same(from, target(from, edge)) || (!rw && same(entered, target(entered, edge)));
  }

  /** The component of an edge that it {@link #holds}. */
  int ofEdge(int edge) {
    int from = graph.from[edge];
    boolean plain = !apart || same(from, target(from, edge));
    return component[plain ? from : from + graph.nodes];
  }

  private boolean same(int a, int b) {
    return component[a] != NONE && component[a] == component[b];
  }

  private Components find() {
    for (int root = 0; root < states; root++) {
      if (index[root] == 0) {
        enter(root);
        run();
      }
    }
    spending.giveBack((long) BYTES_PER_STATE / 2 * states);
    return this;
  }

  private void run() {
    while (pathSize > 0) {
      spending.step();
      int state = path[pathSize - 1];
      int node = node(state);
      if (nextEdge[state] < graph.first[node + 1]) {
        follow(state, nextEdge[state]++);
      } else {
        leave(state);
      }
    }
  }

  private void follow(int state, int edge) {
    boolean usable = (graph.kind[edge] & kinds) != 0;
    if (!usable || (apart && state >= graph.nodes && graph.kind[edge] == Edges.RW)) {
      return;
    }
    int next = target(state, edge);
    if (index[next] == 0) {
      enter(next);
    } else if (index[next] > 0) {
      low[state] = Math.min(low[state], index[next]);
    }
  }

  /** Behind a junction the kind of the edge before it goes on. */
  private int target(int state, int edge) {
    if (!apart) {
      return graph.to[edge];
    }
    boolean rw =
        switch (graph.kind[edge]) {
          case Edges.RW -> true;
          case Edges.LINK -> state >= graph.nodes;
          default -> false;
        };
    return rw ? graph.to[edge] + graph.nodes : graph.to[edge];
  }

  private int node(int state) {
    return state >= graph.nodes ? state - graph.nodes : state;
  }

  private void enter(int state) {
    index[state] = ++indexes;
    low[state] = indexes;
    nextEdge[state] = graph.first[node(state)];
    open[openSize++] = state;
    path[pathSize++] = state;
  }

  private void leave(int state) {
    pathSize--;
    if (pathSize > 0) {
      int parent = path[pathSize - 1];
      low[parent] = Math.min(low[parent], low[state]);
    }
    if (low[state] != index[state]) {
      return;
    }
    boolean cyclic = open[openSize - 1] != state;
    int last;
    do {
      last = open[--openSize];
      index[last] = -1;
      component[last] = cyclic ? count : NONE;
    } while (last != state);
    count += cyclic ? 1 : 0;
  }
}
