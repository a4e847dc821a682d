package io.quorate.check.txn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, breadth first, the shortest cycle through an edge. */
final class ShortestWay {
  private static final int BYTES_PER_STATE = 20;

  private final Graph graph;
  private final Spending spending;
  private final int[] stamp;
  private final int[] edgeTo;
  private final int[] stateBefore;
  private final int[] distance;
  private final int[] queue;
  private Components within;
  private int component;
  private int round;
  private int queued;
  private long work;

  ShortestWay(Graph graph, Components within, Spending spending) {
    this.graph = graph;
    this.within = within;
    this.spending = spending;
    int states = 2 * graph.nodes;
    spending.take((long) BYTES_PER_STATE * states);
    this.stamp = new int[states];
    this.edgeTo = new int[states];
    this.stateBefore = new int[states];
    this.distance = new int[states];
    this.queue = new int[states];
  }

  /** Searches from now on within these components. */
  void within(Components components) {
    within = components;
  }

  /** Edges looked at since this was made. */
  long work() {
    return work;
  }

  /**
   * The edges of a shortest cycle that begins with {@code edge} and goes on by edges of {@code
   * kinds}, or null if there is none with fewer steps than {@code below}. A cycle stays within a
   * component, so nothing else is looked at.
   *
   * @param apart whether no two anti-dependencies may follow each other
   */
  @Nullable List<Integer> cycle(int edge, int kinds, boolean apart, int below) {
    round++;
    queued = 0;
    component = within.ofEdge(edge);
    int usable = kinds | Edges.LINK;
    boolean rw = graph.kind[edge] == Edges.RW;
    reach(graph.to[edge] + (apart && rw ? graph.nodes : 0), edge, -1, 1);
    int goal = graph.from[edge];
    boolean goalByRw = apart && !rw;
    for (int head = 0; head < queued; head++) {
      int state = queue[head];
      int node = state % graph.nodes;
      if (node == goal && (state < graph.nodes || goalByRw)) {
        return trace(state);
      }
      if (distance[state] + 1 >= below) {
        continue;
      }
      expand(state, node, usable, apart);
    }
    return null;
  }

  private void expand(int state, int node, int usable, boolean apart) {
    boolean byRw = state >= graph.nodes;
    for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
      work++;
      spending.step();
      boolean rw = graph.kind[e] == Edges.RW;
      if ((graph.kind[e] & usable) != 0 && !(byRw && rw)) {
        reach(graph.to[e] + (apart && rw ? graph.nodes : 0), e, state, distance[state] + 1);
      }
    }
  }

  /** What a junction leads to is as far as the junction itself. */
  private void reach(int state, int edge, int before, int far) {
    if (stamp[state] == round || within.ofState(state) != component) {
      return;
    }
    stamp[state] = round;
    edgeTo[state] = edge;
    stateBefore[state] = before;
    distance[state] = far;
    int node = state % graph.nodes;
    if (!graph.isJunction(node)) {
      queue[queued++] = state;
      return;
    }
    int side = state - node;
    for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
      work++;
      reach(graph.to[e] + side, e, state, far);
    }
  }

  private List<Integer> trace(int goal) {
    List<Integer> edges = new ArrayList<>();
    for (int state = goal; state >= 0; state = stateBefore[state]) {
      edges.add(edgeTo[state]);
    }
    Collections.reverse(edges);
    return edges;
  }
}
