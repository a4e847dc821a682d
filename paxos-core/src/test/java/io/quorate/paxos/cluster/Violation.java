package io.quorate.paxos.cluster;

import java.util.function.Supplier;

/** How an invariant that does not hold is told. */
final class Violation {

  private Violation() {}

  /**
   * Throws unless the invariant holds.
   *
   * @param node whose doing it is, 0 if nobody's alone
   */
  static void unless(boolean holds, int node, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(node == 0 ? what.get() : "node " + node + ": " + what.get());
    }
  }
}
