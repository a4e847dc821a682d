package io.quorate.fabric.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Small draws from raw 64-bit numbers, which come in streams with names: what is drawn from one
 * stream shifts no other. A stream is SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014), written out here, for a drawn schedule must be the
 * same on every JDK.
 */
final class Dice {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long state;

  /**
   * Dice of the stream without a name.
   *
   * @param random asked once, for a raw number
   */
  Dice(RandomGenerator random) {
    this.seed = random.nextLong();
    this.state = seed;
  }

  /** From now on, this stream from its beginning. */
  void turnTo(String stream) {
    // How a string is hashed is specified.
    state = seed ^ mix(GOLDEN_GAMMA * stream.hashCode());
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  /**
   * A number in [0, bound): the high half of the 128-bit product of a raw number and the bound. The
   * bias is below bound / 2^64, far too small to see here.
   */
  long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("nothing below " + bound);
    }
    return Math.unsignedMultiplyHigh(next(), bound);
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
