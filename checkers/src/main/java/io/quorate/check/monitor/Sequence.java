package io.quorate.check.monitor;

import java.util.Arrays;

/** Operations in an order that grows. */
final class Sequence {
  private int[] operations;
  private int size;

  Sequence(int expected) {
    this.operations = new int[Math.max(16, expected)];
  }

  void add(int op) {
    if (size == operations.length) {
      operations = Arrays.copyOf(operations, 2 * size);
    }
    operations[size++] = op;
  }

  int size() {
    return size;
  }

  int get(int place) {
    return operations[place];
  }

  /** Sorts the operations from this place on by the time of their invocation. */
  void sortFrom(int place) {
    Arrays.sort(operations, place, size);
  }

  /** Adds the operations from this place on to the present layer. */
  void addTo(Layers layers, int place) {
    for (int i = place; i < size; i++) {
      layers.add(operations[i]);
    }
  }

  int[] toArray() {
    return Arrays.copyOf(operations, size);
  }
}
