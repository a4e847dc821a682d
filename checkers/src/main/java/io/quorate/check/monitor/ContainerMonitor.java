package io.quorate.check.monitor;

import org.jspecify.annotations.Nullable;

/**
 * A container into which every value is put by at most one operation. How it gives its values out
 * is the affair of an {@link Arrangement}; here crashed takes are dealt with, of which nobody knows
 * what they took: an order without them is an order, and if there is none even when each of them
 * could take as many values as it liked, there is none at all. In between, nothing is said.
 */
final class ContainerMonitor implements Monitor {
  /** One sort of container. */
  interface Arrangement {
    /** An order of the operations that is possible at these times, or null if there is none. */
    int @Nullable [] arrange(Stays stays);

    /**
     * Gives values that may stay to operations of which nobody knows what they took, where that is
     * needed, and returns whether this was done for the best: if an order exists, one exists so.
     */
    default boolean assign(Stays stays) {
      return false;
    }
  }

  private final Arrangement arrangement;

  ContainerMonitor(Arrangement arrangement) {
    this.arrangement = arrangement;
  }

  @Override
  public Finding judge(Slice slice) {
    Stays stays = Stays.of(slice);
    if (stays == null) {
      return Finding.UNDECIDED;
    }
    if (stays.impossible) {
      return Finding.IMPOSSIBLE;
    }
    slice.patience.poll();
    boolean exact = stays.unknownTakes.length == 0 || arrangement.assign(stays);
    int[] order = arrangement.arrange(stays);
    if (order != null) {
      return new Finding.Ordered(order);
    }
    if (exact) {
      return new Finding.Impossible(stays.impossibleBy());
    }
    stays.assignGenerously();
    return arrangement.arrange(stays) == null ? Finding.IMPOSSIBLE : Finding.UNDECIDED;
  }
}
