package io.quorate.check.monitor;

/**
 * A row of whole numbers that change by ranges, and of which the first below a bound is found in
 * logarithmic time.
 */
final class MinTree {
  private final int leaves;

  /** The least number in each node's range, but for what nodes above it add. */
  private final int[] least;

  private final int[] added;

  /** A row of so many zeros. */
  MinTree(int size) {
    this.leaves = size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    this.least = new int[2 * leaves];
    this.added = new int[2 * leaves];
  }

  /** A row of these numbers. */
  MinTree(int[] numbers) {
    this(numbers.length);
    System.arraycopy(numbers, 0, least, leaves, numbers.length);
    for (int node = leaves - 1; node > 0; node--) {
      least[node] = Math.min(least[2 * node], least[2 * node + 1]);
    }
  }

  /** Adds to all numbers from one place to another, both included. */
  void add(int from, int to, int more) {
    add(1, 0, leaves - 1, from, to, more);
  }

  private void add(int node, int low, int high, int from, int to, int more) {
    if (from > high || to < low) {
      return;
    }
    if (from <= low && high <= to) {
      least[node] += more;
      added[node] += more;
      return;
    }
    int middle = (low + high) >>> 1;
    add(2 * node, low, middle, from, to, more);
    add(2 * node + 1, middle + 1, high, from, to, more);
    least[node] = Math.min(least[2 * node], least[2 * node + 1]) + added[node];
  }

  /** Sets one number of a row to which nothing was added. */
  void set(int place, int number) {
    int node = leaves + place;
    least[node] = number;
    for (node >>= 1; node > 0; node >>= 1) {
      least[node] = Math.min(least[2 * node], least[2 * node + 1]);
    }
  }

  /** The first place in a range, both ends included, with a number below this; else -1. */
  int firstBelow(int from, int to, int bound) {
    return firstBelow(1, 0, leaves - 1, from, to, bound);
  }

  private int firstBelow(int node, int low, int high, int from, int to, int bound) {
    if (from > high || to < low || least[node] >= bound) {
      return -1;
    }
    if (low == high) {
      return low;
    }
    int middle = (low + high) >>> 1;
    int inside = bound - added[node];
    int found = firstBelow(2 * node, low, middle, from, to, inside);
    return found >= 0 ? found : firstBelow(2 * node + 1, middle + 1, high, from, to, inside);
  }
}
