package io.quorate.check.txn;

import java.util.Arrays;

/**
 * What a transaction knows of a key from what it did before: the whole list, where it has read it,
 * or only how it ends, where it has appended.
 */
final class KnownList {
  final boolean whole;
  final int[] elements;

  KnownList(boolean whole, int[] elements) {
    this.whole = whole;
    this.elements = elements;
  }

  /** The same after one more was appended. */
  KnownList and(int version) {
    int[] longer = Arrays.copyOf(elements, elements.length + 1);
    longer[elements.length] = version;
    return new KnownList(whole, longer);
  }

  /** Whether a later read of this list is what the transaction must see. */
  boolean agrees(int[] list) {
    int from = list.length - elements.length;
    return from >= 0
        && (from == 0 || !whole)
        && Arrays.equals(list, from, list.length, elements, 0, elements.length);
  }
}
