package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of values that grows at its end and shrinks at its front: a queue. It is
 * two chains, the front one turned round so that the next to leave is at its end (Hood and
 * Melville's idea, 1981); the front is empty only if all is. Equality and hash are of the sequence,
 * not of how it is divided: the hash is a polynomial, from which the first term can be taken.
 */
final class Line {
  /** The queue of nothing. */
  static final Line EMPTY = new Line(Chain.EMPTY, Chain.EMPTY, 0, 1, 0);

  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long INVERSE_OF_BASE = 0xF1DE83E19937733DL;

  private final Chain front;
  private final Chain back;
  private final long hash;

  /** The base to the power of the size. */
  private final long power;

  /** How many links of the chains are this queue's own, and not shared with the one before it. */
  private final int ownLinks;

  private Line(Chain front, Chain back, long hash, long power, int ownLinks) {
    this.front = front;
    this.back = back;
    this.hash = hash;
    this.power = power;
    this.ownLinks = ownLinks;
  }

  boolean isEmpty() {
    return front.isEmpty();
  }

  int size() {
    return front.size() + back.size();
  }

  Line and(Object value) {
    long longer = hash * BASE + Treap.scramble(value.hashCode());
    return front.isEmpty()
        ? new Line(front.and(value), back, longer, power * BASE, 1)
        : new Line(front, back.and(value), longer, power * BASE, 1);
  }

  long footprintBytes() {
    return 64 + (long) ownLinks * Chain.LINK_BYTES;
  }

  /** The next to leave; of a queue that is not empty. */
  Object first() {
    return front.last();
  }

  /** The queue without its first value; of a queue that is not empty. */
  Line rest() {
    long less = power * INVERSE_OF_BASE;
    long shorter = hash - less * Treap.scramble(first().hashCode());
    Chain remaining = front.before();
    return remaining.isEmpty()
        ? new Line(turned(back), Chain.EMPTY, shorter, less, back.size())
        : new Line(remaining, back, shorter, less, 0);
  }

  private static Chain turned(Chain chain) {
    Chain turned = Chain.EMPTY;
    for (Chain at = chain; !at.isEmpty(); at = at.before()) {
      turned = turned.and(at.last());
    }
    return turned;
  }

  /** The values, the next to leave first. */
  List<Object> toList() {
    List<Object> values = new ArrayList<>(front.toList().reversed());
    values.addAll(back.toList());
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Line that) || hash != that.hash || size() != that.size()) {
      return false;
    }
    boolean same = front.equals(that.front) && back.equals(that.back);
    return same || toList().equals(that.toList());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return Edn.print(toList());
  }
}
