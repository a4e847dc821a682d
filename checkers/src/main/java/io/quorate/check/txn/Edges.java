package io.quorate.check.txn;

import java.util.Arrays;

/**
 * Dependencies between transactions while they are found; {@link Graph} is made of them.
 *
 * <p>Nodes are operations, and junctions: a junction stands between many transactions that must all
 * come before many others, so that their number is a sum and not a product.
 */
final class Edges {
  /** The kinds of an edge, as bits of a set. */
  static final int WW = 1;

  static final int WR = 2;
  static final int RW = 4;
  static final int PROCESS = 8;
  static final int REALTIME = 16;

  /** From a junction: the step is of the kind that led to the junction. */
  static final int LINK = 32;

  /** The evidence of an edge that has none. */
  static final int NONE = -1;

  private static final int BYTES_PER_EDGE = 34;
  private static final int DIRECT_MAX = 64;
  private static final int OWN_MAX = 4096;

  private final Spending spending;
  private int nodes;
  private int size;
  private long fromTransactions;
  private boolean dropped;
  int[] from = new int[256];
  int[] to = new int[256];
  byte[] kind = new byte[256];

  /** The version at the beginning of the edge: what was written, or read. */
  int[] before = new int[256];

  /** The version at its end. */
  int[] after = new int[256];

  Edges(int transactions, Spending spending) {
    this.nodes = transactions;
    this.spending = spending;
  }

  int size() {
    return size;
  }

  int nodes() {
    return nodes;
  }

  /** How many were asked for, without those that only lead on from a junction. */
  long dependencies() {
    return fromTransactions;
  }

  /** Whether some were left out, so that the absence of a cycle proves nothing. */
  boolean incomplete() {
    return dropped;
  }

  /** Adds an edge, unless it leads from a transaction to itself. */
  void add(int source, int target, int kindBit, int versionBefore, int versionAfter) {
    if (source == target) {
      return;
    }
    if (size == from.length) {
      grow();
    }
    from[size] = source;
    to[size] = target;
    kind[size] = (byte) kindBit;
    before[size] = versionBefore;
    after[size] = versionAfter;
    size++;
    fromTransactions += kindBit == LINK ? 0 : 1;
    spending.step();
  }

  /** Nodes with the kind of edge that leaves each, and the version that is its evidence. */
  static final class Bundle {
    private int[] nodes = new int[8];
    private byte[] kinds = new byte[8];
    private int[] versions = new int[8];
    private int size;

    void add(int node, int kindBit, int version) {
      if (size == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * size);
        kinds = Arrays.copyOf(kinds, 2 * size);
        versions = Arrays.copyOf(versions, 2 * size);
      }
      nodes[size] = node;
      kinds[size] = (byte) kindBit;
      versions[size++] = version;
    }

    boolean isEmpty() {
      return size == 0;
    }
  }

  /** Adds an edge from every source to every other target. */
  void fan(Bundle sources, Bundle targets) {
    if ((long) sources.size * targets.size <= DIRECT_MAX) {
      for (int s = 0; s < sources.size; s++) {
        addAll(sources, s, targets);
      }
    } else if (!sources.isEmpty() && !targets.isEmpty()) {
      fanByJunction(sources, targets);
    }
  }

  private void addAll(Bundle sources, int s, Bundle targets) {
    for (int t = 0; t < targets.size; t++) {
      add(
          sources.nodes[s],
          targets.nodes[t],
          sources.kinds[s],
          sources.versions[s],
          targets.versions[t]);
    }
  }

  /** A source that is a target too must not lead to itself by way of the junction. */
  private void fanByJunction(Bundle sources, Bundle targets) {
    int junction = nodes++;
    int[] sorted = Arrays.copyOf(targets.nodes, targets.size);
    Arrays.sort(sorted);
    int own = 0;
    for (int s = 0; s < sources.size; s++) {
      if (Arrays.binarySearch(sorted, sources.nodes[s]) < 0) {
        add(sources.nodes[s], junction, sources.kinds[s], sources.versions[s], NONE);
      } else if (own + targets.size <= OWN_MAX) {
        own += targets.size;
        addAll(sources, s, targets);
      } else {
        dropped = true;
      }
    }
    for (int t = 0; t < targets.size; t++) {
      add(junction, targets.nodes[t], LINK, NONE, targets.versions[t]);
    }
  }

  private void grow() {
    spending.take((long) BYTES_PER_EDGE * size);
    int larger = 2 * size;
    from = Arrays.copyOf(from, larger);
    to = Arrays.copyOf(to, larger);
    kind = Arrays.copyOf(kind, larger);
    before = Arrays.copyOf(before, larger);
    after = Arrays.copyOf(after, larger);
  }
}
