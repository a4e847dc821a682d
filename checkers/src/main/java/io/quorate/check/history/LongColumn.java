package io.quorate.check.history;

import java.util.Arrays;

/** A growing column of longs. */
final class LongColumn {
  private long[] cells = new long[64];
  private int size;

  void add(long cell) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, size + (size >> 1));
    }
    cells[size++] = cell;
  }

  void set(int row, long cell) {
    cells[row] = cell;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(cells, size);
  }
}
