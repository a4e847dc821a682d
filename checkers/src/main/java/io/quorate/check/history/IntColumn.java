package io.quorate.check.history;

import java.util.Arrays;

/** A growing column of ints. */
final class IntColumn {
  private int[] cells = new int[64];
  private int size;

  void add(int cell) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, size + (size >> 1));
    }
    cells[size++] = cell;
  }

  int get(int row) {
    return cells[row];
  }

  void set(int row, int cell) {
    cells[row] = cell;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(cells, size);
  }
}
