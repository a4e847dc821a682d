package io.quorate.fabric.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Small draws from a generator's raw 64-bit numbers. Only {@link RandomGenerator#nextLong()} is
 * asked: how the others come about is up to the JDK, and may change, while a drawn schedule must
 * not.
 */
final class Dice {

  private final RandomGenerator random;

  Dice(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A number in [0, bound): the high half of the 128-bit product of a raw number and the bound. The
   * bias is below bound / 2^64, far too small to see here.
   */
  long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("nothing below " + bound);
    }
    return Math.unsignedMultiplyHigh(random.nextLong(), bound);
  }

  int below(int bound) {
    return (int) below((long) bound);
  }

  /** True once in so many draws. */
  boolean oneIn(int many) {
    return below(many) == 0;
  }

  <T> T pick(List<T> items) {
    return items.get(below(items.size()));
  }

  /** The items in an order of their own (Fisher and Yates). */
  <T> List<T> shuffled(List<T> items) {
    List<T> order = new ArrayList<>(items);
    for (int i = order.size() - 1; i > 0; i--) {
      int j = below(i + 1);
      T item = order.get(i);
      order.set(i, order.get(j));
      order.set(j, item);
    }
    return order;
  }
}
