package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable collection of whole numbers, of which the smallest is at hand: a priority queue. */
final class Heap {
  /** The collection of nothing. */
  static final Heap EMPTY = new Heap(null);

  /** How often each number is there. */
  private final @Nullable Treap<Long> counts;

  private Heap(@Nullable Treap<Long> counts) {
    this.counts = counts;
  }

  boolean isEmpty() {
    return counts == null;
  }

  Heap and(long number) {
    Long count = Treap.get(counts, number);
    return new Heap(Treap.with(counts, number, count == null ? 1L : count + 1));
  }

  /** Of a collection that is not empty. */
  long smallest() {
    return firstNode().key;
  }

  /** The collection without its smallest number; of a collection that is not empty. */
  Heap rest() {
    Treap<Long> first = firstNode();
    return new Heap(
        first.content == 1
            ? Treap.without(counts, first.key)
            : Treap.with(counts, first.key, first.content - 1));
  }

  private Treap<Long> firstNode() {
    if (counts == null) {
      throw new IllegalStateException("nothing is smallest among no numbers");
    }
    return Treap.first(counts);
  }

  long footprintBytes() {
    int depth = Integer.SIZE - Integer.numberOfLeadingZeros(Treap.size(counts));
    return 64 + 2L * depth * Treap.NODE_BYTES;
  }

  private static void collect(@Nullable Treap<Long> at, List<Object> into) {
    if (at != null) {
      collect(at.left, into);
      for (long i = 0; i < at.content; i++) {
        into.add(at.key);
      }
      collect(at.right, into);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Heap that && Treap.equal(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(Treap.hash(counts));
  }

  @Override
  public String toString() {
    List<Object> numbers = new ArrayList<>();
    collect(counts, numbers);
    return Edn.print(numbers);
  }
}
