package io.quorate.check.monitor;

/** Which gaps between events are free; they are covered a stretch at a time, and stay covered. */
final class Gaps {
  private final int end;

  /** For each gap, one at or behind it before which all others are covered (Tarjan's forest). */
  private final int[] next;

  /** Gaps from 0 up to this one, all of them free. */
  Gaps(int last) {
    this.end = last + 1;
    this.next = new int[last + 2];
    for (int gap = 0; gap < next.length; gap++) {
      next[gap] = gap;
    }
  }

  void cover(int from, int to) {
    for (int gap = freeFrom(from); gap <= to; gap = freeFrom(gap)) {
      next[gap] = gap + 1;
    }
  }

  /** The first free gap from this one on; beyond the last if there is none. */
  int freeFrom(int gap) {
    int at = Math.min(gap, end);
    while (next[at] != at) {
      next[at] = next[next[at]];
      at = next[at];
    }
    return at;
  }

  /** Covers all gaps in which a value is inside for certain. */
  void coverStays(Stays stays) {
    for (int value = 0; value < stays.count; value++) {
      coverStay(stays, value);
    }
  }

  /** Covers the gaps in which this value is inside for certain. */
  void coverStay(Stays stays, int value) {
    if (stays.staysForCertain(value)) {
      cover(Stays.gapAfter(stays.putTo[value]), stays.gapBefore(stays.takeFrom[value]));
    }
  }

  /** The first free gap in which an operation was pending, or {@link Stays#NONE}. */
  int freeDuring(Slice slice, int op) {
    int gap = freeFrom(slice.invoked(op) + 1);
    return gap <= slice.returned(op) && gap < end ? gap : Stays.NONE;
  }
}
