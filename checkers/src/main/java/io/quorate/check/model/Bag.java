package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable collection of values in no order, of which some may be gone without anyone knowing
 * which.
 *
 * <p>A crashed dequeue took one of the values there were, and nothing tells which. Instead of all
 * the collections that this could have left, one is kept, together with the number of such
 * dequeues: as long as fewer are gone than there are values, any one of them may still be there,
 * because a crashed dequeue can also be thought to come later, up to the moment at which nothing is
 * left for certain.
 */
final class Bag {
  /** The collection of nothing. */
  static final Bag EMPTY = new Bag(ValueMap.empty(), 0, 0);

  private final ValueMap<Long> counts;
  private final long size;

  /** How many of them are gone; fewer than there are, or both are none. */
  private final long gone;

  private Bag(ValueMap<Long> counts, long size, long gone) {
    this.counts = counts;
    this.size = size;
    this.gone = gone;
  }

  private static Bag of(ValueMap<Long> counts, long size, long gone) {
    return size == gone ? EMPTY : new Bag(counts, size, gone);
  }

  boolean isEmpty() {
    return size == 0;
  }

  Bag and(Object value) {
    Long count = counts.get(value);
    return new Bag(counts.with(value, count == null ? 1L : count + 1), size + 1, gone);
  }

  /** The collection after this value was taken; null when there is none. */
  @Nullable Bag without(Object value) {
    Long count = counts.get(value);
    if (count == null) {
      return null;
    }
    ValueMap<Long> fewer = count == 1 ? counts.without(value) : counts.with(value, count - 1);
    return of(fewer, size - 1, gone);
  }

  /** The collection after some value was taken; of a collection that is not empty. */
  Bag withoutOne() {
    return of(counts, size, gone + 1);
  }

  long footprintBytes() {
    return 32 + counts.footprintBytes();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bag that
        && size == that.size
        && gone == that.gone
        && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * counts.hashCode() + Long.hashCode(gone);
  }

  @Override
  public String toString() {
    List<@Nullable Object> values = new ArrayList<>();
    for (Map.Entry<@Nullable Object, Long> entry : counts.toMap().entrySet()) {
      for (long i = 0; i < entry.getValue(); i++) {
        values.add(entry.getKey());
      }
    }
    String text = Edn.print(values);
    return gone == 0 ? text : text + ", of which " + gone + " gone, nobody knows which";
  }
}
