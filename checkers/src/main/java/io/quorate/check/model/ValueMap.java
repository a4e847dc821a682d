package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from values to values, of which a changed copy takes logarithmic time and room,
 * and whose hash is at hand.
 *
 * @param <V> the values, with value equality
 */
final class ValueMap<V> {
  /** The entries whose keys have one hash code: hardly ever more than one. */
  private record Bucket<V>(List<Pair<V>> pairs) {
    @Override
    public int hashCode() {
      int sum = 0;
      for (Pair<V> pair : pairs) {
        sum += pair.hashCode();
      }
      return sum;
    }

    /** Whatever the order in which they came. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bucket<?> that
          && pairs.size() == that.pairs.size()
          && that.pairs.containsAll(pairs);
    }
  }

  private record Pair<V>(@Nullable Object key, V value) {}

  private final @Nullable Treap<Bucket<V>> tree;
  private final int size;

  private ValueMap(@Nullable Treap<Bucket<V>> tree, int size) {
    this.tree = tree;
    this.size = size;
  }

  static <V> ValueMap<V> empty() {
    return new ValueMap<>(null, 0);
  }

  int size() {
    return size;
  }

  @Nullable V get(@Nullable Object key) {
    Bucket<V> bucket = Treap.get(tree, Objects.hashCode(key));
    if (bucket != null) {
      for (Pair<V> pair : bucket.pairs()) {
        if (Objects.equals(pair.key(), key)) {
          return pair.value();
        }
      }
    }
    return null;
  }

  ValueMap<V> with(@Nullable Object key, V value) {
    List<Pair<V>> pairs = othersThan(key);
    boolean known = get(key) != null;
    pairs.add(new Pair<>(key, value));
    Treap<Bucket<V>> changed =
        Treap.with(tree, Objects.hashCode(key), new Bucket<>(List.copyOf(pairs)));
    return new ValueMap<>(changed, known ? size : size + 1);
  }

  ValueMap<V> without(@Nullable Object key) {
    if (get(key) == null) {
      return this;
    }
    List<Pair<V>> rest = othersThan(key);
    int hash = Objects.hashCode(key);
    Treap<Bucket<V>> changed =
        rest.isEmpty()
            ? Treap.without(tree, hash)
            : Treap.with(tree, hash, new Bucket<>(List.copyOf(rest)));
    return new ValueMap<>(changed, size - 1);
  }

  private List<Pair<V>> othersThan(@Nullable Object key) {
    List<Pair<V>> others = new ArrayList<>(1);
    Bucket<V> bucket = Treap.get(tree, Objects.hashCode(key));
    if (bucket != null) {
      for (Pair<V> pair : bucket.pairs()) {
        if (!Objects.equals(pair.key(), key)) {
          others.add(pair);
        }
      }
    }
    return others;
  }

  Map<@Nullable Object, V> toMap() {
    Map<@Nullable Object, V> map = new LinkedHashMap<>();
    collect(tree, map);
    return map;
  }

  private static <V> void collect(@Nullable Treap<Bucket<V>> at, Map<@Nullable Object, V> into) {
    if (at != null) {
      collect(at.left, into);
      for (Pair<V> pair : at.content.pairs()) {
        into.put(pair.key(), pair.value());
      }
      collect(at.right, into);
    }
  }

  /** What a change of one entry takes, for the rest is shared. */
  long footprintBytes() {
    int depth = Integer.SIZE - Integer.numberOfLeadingZeros(size);
    return 96 + 2L * depth * Treap.NODE_BYTES;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ValueMap<?> that) || size != that.size) {
      return false;
    }
    @SuppressWarnings("unchecked") // only compared
    ValueMap<V> same = (ValueMap<V>) that;
    return Treap.equal(tree, same.tree);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(Treap.hash(tree));
  }

  @Override
  public String toString() {
    return Edn.print(toMap());
  }
}
