package io.quorate.check.txn;

/** A directed graph in compressed rows: the edges of a node stand together. */
final class Graph {
  private static final int BYTES_PER_NODE = 8;
  private static final int BYTES_PER_EDGE = 17;

  /** Nodes below are transactions, the others junctions. */
  final int transactions;

  final int nodes;

  /** The edges of node {@code n} are those from {@code first[n]} to below {@code first[n + 1]}. */
  final int[] first;

  final int[] from;
  final int[] to;
  final byte[] kind;
  final int[] before;
  final int[] after;

  Graph(int transactions, Edges edges, Spending spending) {
    int size = edges.size();
    spending.take((long) BYTES_PER_NODE * edges.nodes() + (long) BYTES_PER_EDGE * size);
    this.transactions = transactions;
    this.nodes = edges.nodes();
    this.first = new int[nodes + 1];
    for (int e = 0; e < size; e++) {
      first[edges.from[e] + 1]++;
    }
    for (int n = 0; n < nodes; n++) {
      first[n + 1] += first[n];
    }
    int[] next = first.clone();
    this.from = new int[size];
    this.to = new int[size];
    this.kind = new byte[size];
    this.before = new int[size];
    this.after = new int[size];
    for (int e = 0; e < size; e++) {
      int at = next[edges.from[e]]++;
      from[at] = edges.from[e];
      to[at] = edges.to[e];
      kind[at] = edges.kind[e];
      before[at] = edges.before[e];
      after[at] = edges.after[e];
      spending.step();
    }
  }

  boolean isJunction(int node) {
    return node >= transactions;
  }
}
