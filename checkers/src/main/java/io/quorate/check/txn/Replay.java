package io.quorate.check.txn;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Puts the committed transactions into an order that keeps their dependencies, runs them one after
 * another, and looks whether each sees what it saw. If so, the history is serializable, whatever
 * was inferred; if not, another order might do.
 */
final class Replay {
  private static final int BYTES_PER_NODE = 40;

  private final Ledger ledger;
  private final Graph graph;
  private final int kinds;
  private final Spending spending;

  private Replay(Ledger ledger, Graph graph, int kinds, Spending spending) {
    this.ledger = ledger;
    this.graph = graph;
    this.kinds = kinds;
    this.spending = spending;
  }

  /** Whether such an order was found; for weaker levels, one that is serializable. */
  static boolean explains(Ledger ledger, Graph graph, Level level, Spending spending) {
    int order =
        switch (level) {
          case STRICT_SERIALIZABLE, STRONG_SNAPSHOT_ISOLATION -> Edges.REALTIME;
          case STRONG_SESSION_SERIALIZABLE, STRONG_SESSION_SNAPSHOT_ISOLATION -> Edges.PROCESS;
          case READ_UNCOMMITTED,
              READ_COMMITTED,
              SNAPSHOT_ISOLATION,
              REPEATABLE_READ,
              SERIALIZABLE ->
              0;
        };
    int kinds = Edges.WW | Edges.WR | Edges.RW | Edges.LINK | order;
    Replay replay = new Replay(ledger, graph, kinds, spending);
    int[] nodes = replay.order();
    return nodes.length == graph.nodes && replay.run(nodes);
  }

  /**
   * The nodes in an order of the edges, those that returned first before others; fewer: a cycle.
   */
  private int[] order() {
    spending.take((long) BYTES_PER_NODE * graph.nodes);
    int[] open = new int[graph.nodes];
    for (int edge = 0; edge < graph.to.length; edge++) {
      open[graph.to[edge]] += (graph.kind[edge] & kinds) != 0 ? 1 : 0;
    }
    PriorityQueue<Long> ready = new PriorityQueue<>();
    for (int node = 0; node < graph.nodes; node++) {
      if (open[node] == 0) {
        ready.add(rank(node));
      }
    }
    int[] nodes = new int[graph.nodes];
    int size = 0;
    while (!ready.isEmpty()) {
      int node = ready.remove().intValue();
      nodes[size++] = node;
      for (int edge = graph.first[node]; edge < graph.first[node + 1]; edge++) {
        spending.step();
        if ((graph.kind[edge] & kinds) != 0 && --open[graph.to[edge]] == 0) {
          ready.add(rank(graph.to[edge]));
        }
      }
    }
    return Arrays.copyOf(nodes, size);
  }

  private long rank(int node) {
    long when = graph.isJunction(node) ? 0 : ledger.history.returnedAt(node);
    return when << Integer.SIZE | node;
  }

  private boolean run(int[] nodes) {
    boolean lists = ledger.workload == Workload.LIST_APPEND;
    int[][] contents = new int[ledger.keys.size()][];
    int[] sizes = new int[contents.length];
    int[] held = new int[contents.length];
    Arrays.fill(held, MicroOp.NIL);
    for (int node : nodes) {
      if (graph.isJunction(node) || !ledger.isCommitted(node)) {
        continue;
      }
      for (MicroOp step : ledger.steps[node]) {
        spending.step();
        boolean agrees = lists ? list(step, contents, sizes) : register(step, held);
        if (!agrees) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean register(MicroOp step, int[] held) {
    if (step.writes()) {
      held[step.key] = ledger.isNil(step.version) ? MicroOp.NIL : step.version;
      return true;
    }
    return held[step.key] == step.version;
  }

  private boolean list(MicroOp step, int[][] contents, int[] sizes) {
    int key = step.key;
    int[] content = contents[key];
    if (!step.writes()) {
      int[] elements = step.elements();
      return elements.length == sizes[key]
          && (content == null
              || Arrays.equals(elements, 0, elements.length, content, 0, elements.length));
    }
    if (content == null) {
      contents[key] = new int[] {step.version, 0};
    } else if (sizes[key] == content.length) {
      spending.take((long) Integer.BYTES * content.length);
      contents[key] = Arrays.copyOf(content, 2 * content.length);
      contents[key][sizes[key]] = step.version;
    } else {
      content[sizes[key]] = step.version;
    }
    sizes[key]++;
    return true;
  }
}
