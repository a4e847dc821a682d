package io.quorate.check.model;

import org.jspecify.annotations.Nullable;

/**
 * An immutable search tree from longs to things, which shares its parts with the trees that it was
 * made from. Its shape depends on the keys alone (each key's priority is a scrambling of it, Aragon
 * and Seidel 1989), so equal contents have equal shapes; with the sum of hashes that each node
 * keeps, trees are told apart in one comparison, and found equal without looking at shared parts.
 *
 * @param <T> what is kept, with value equality
 */
final class Treap<T> {
  /** What a node takes, in bytes. */
  static final int NODE_BYTES = 48;

  final long key;
  final T content;
  final @Nullable Treap<T> left;
  final @Nullable Treap<T> right;
  final int size;
  private final long hash;

  private Treap(long key, T content, @Nullable Treap<T> left, @Nullable Treap<T> right) {
    this.key = key;
    this.content = content;
    this.left = left;
    this.right = right;
    this.size = 1 + size(left) + size(right);
    this.hash = hash(left) + hash(right) + scramble(key * 31 + content.hashCode());
  }

  static int size(@Nullable Treap<?> tree) {
    return tree == null ? 0 : tree.size;
  }

  /** A hash of keys and contents, the same for equal trees. */
  static long hash(@Nullable Treap<?> tree) {
    return tree == null ? 0 : tree.hash;
  }

  static <T> @Nullable T get(@Nullable Treap<T> tree, long key) {
    Treap<T> at = tree;
    while (at != null && at.key != key) {
      at = key < at.key ? at.left : at.right;
    }
    return at == null ? null : at.content;
  }

  /** The node of the smallest key. */
  static <T> Treap<T> first(Treap<T> tree) {
    Treap<T> at = tree;
    while (at.left != null) {
      at = at.left;
    }
    return at;
  }

  /** The tree in which the key has this content. */
  static <T> Treap<T> with(@Nullable Treap<T> tree, long key, T content) {
    if (tree == null) {
      return new Treap<>(key, content, null, null);
    }
    if (key == tree.key) {
      return new Treap<>(key, content, tree.left, tree.right);
    }
    if (key < tree.key) {
      Treap<T> below = with(tree.left, key, content);
      return isAbove(below, tree)
          ? new Treap<>(below.key, below.content, below.left, tree.withLeft(below.right))
          : tree.withLeft(below);
    }
    Treap<T> below = with(tree.right, key, content);
    return isAbove(below, tree)
        ? new Treap<>(below.key, below.content, tree.withRight(below.left), below.right)
        : tree.withRight(below);
  }

  /** The tree without the key. */
  static <T> @Nullable Treap<T> without(@Nullable Treap<T> tree, long key) {
    if (tree == null) {
      return null;
    }
    if (key == tree.key) {
      return join(tree.left, tree.right);
    }
    return key < tree.key
        ? tree.withLeft(without(tree.left, key))
        : tree.withRight(without(tree.right, key));
  }

  private static <T> @Nullable Treap<T> join(@Nullable Treap<T> low, @Nullable Treap<T> high) {
    if (low == null || high == null) {
      return low == null ? high : low;
    }
    return isAbove(low, high)
        ? low.withRight(join(low.right, high))
        : high.withLeft(join(low, high.left));
  }

  static <T> boolean equal(@Nullable Treap<T> a, @Nullable Treap<T> b) {
    if (a == b) {
      return true;
    }
    return a != null
        && b != null
        && a.hash == b.hash
        && a.size == b.size
        && a.key == b.key
        && a.content.equals(b.content)
        && equal(a.left, b.left)
        && equal(a.right, b.right);
  }

  private Treap<T> withLeft(@Nullable Treap<T> other) {
    return new Treap<>(key, content, other, right);
  }

  private Treap<T> withRight(@Nullable Treap<T> other) {
    return new Treap<>(key, content, left, other);
  }

  private static boolean isAbove(Treap<?> a, Treap<?> b) {
    return scramble(a.key) > scramble(b.key);
  }

  /** One to one, so no two keys have one priority (Stafford's variant 13 of MurmurHash3). */
  static long scramble(long word) {
    long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
