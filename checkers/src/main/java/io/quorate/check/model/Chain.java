package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of values that grows and shrinks at its last end only, where it shares all
 * the rest: a stack, or a log. The hash of the whole is at hand.
 */
final class Chain {
  /** The sequence of nothing. */
  static final Chain EMPTY = new Chain();

  /** What one more value takes, in bytes. */
  static final int LINK_BYTES = 40;

  private static final long BASE = 0x9E3779B97F4A7C15L;

  private final @Nullable Chain before;
  private final @Nullable Object last;
  private final int size;
  private final long hash;

  private Chain() {
    this.before = null;
    this.last = null;
    this.size = 0;
    this.hash = 0;
  }

  private Chain(Chain before, Object last) {
    this.before = before;
    this.last = last;
    this.size = before.size + 1;
    this.hash = before.hash * BASE + Treap.scramble(last.hashCode());
  }

  Chain and(Object value) {
    return new Chain(this, value);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The value at the end; of a sequence that is not empty. */
  Object last() {
    if (last == null) {
      throw new IllegalStateException("nothing is last in an empty sequence");
    }
    return last;
  }

  /** The sequence without the value at the end; of a sequence that is not empty. */
  Chain before() {
    if (before == null) {
      throw new IllegalStateException("nothing is before the last in an empty sequence");
    }
    return before;
  }

  /** The values, the first of them first. */
  List<Object> toList() {
    List<Object> values = new ArrayList<>(size);
    for (Chain at = this; !at.isEmpty(); at = at.before()) {
      values.add(at.last());
    }
    return values.reversed();
  }

  /** Whether these are the values, in this order. */
  boolean holds(List<?> values) {
    if (values.size() != size) {
      return false;
    }
    Chain at = this;
    for (Object value : values.reversed()) {
      if (!at.last().equals(value)) {
        return false;
      }
      at = at.before();
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Chain that) || hash != that.hash || size != that.size) {
      return false;
    }
    Chain a = this;
    Chain b = that;
    while (a != b) {
      if (!a.last().equals(b.last())) {
        return false;
      }
      a = a.before();
      b = b.before();
    }
    return true;
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
