package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Any out. Values do not mind one another; only an operation that found the container empty needs a
 * gap in which no value is inside for certain. Any will do: a value whose put or take ended before
 * that gap comes and leaves before it, every other comes behind it.
 */
final class BagArrangement implements ContainerMonitor.Arrangement {
  private static final int EMPTY = 0;
  private static final int PUT = 1;
  private static final int TAKE = 2;
  private static final int SORT_BITS = 30;

  @Override
  public int @Nullable [] arrange(Stays stays) {
    Gaps free = new Gaps(stays.lastGap());
    free.coverStays(stays);
    Marks chosen = new Marks(stays.lastGap());
    long[] events = new long[2 * stays.count + stays.empties.length];
    int count = 0;
    for (int op : stays.empties) {
      int gap = free.freeDuring(stays.slice, op);
      if (gap == Stays.NONE) {
        return null;
      }
      chosen.add(gap);
      events[count++] = event(2 * gap, EMPTY, op);
    }
    for (int value = 0; value < stays.count; value++) {
      stays.slice.patience.poll(value);
      int before = chosen.upTo(stays.gapBefore(stays.putTo[value]));
      int earliest = before == Stays.NONE ? 0 : 2 * before;
      int put = Math.max(stays.putFrom[value], earliest);
      events[count++] = event(put, PUT, stays.put[value]);
      if (stays.take[value] != Stays.NONE) {
        int taken = Math.max(stays.takeFrom[value], earliest);
        events[count++] = event(taken, TAKE, stays.take[value]);
      }
    }
    return operations(events, count);
  }

  /** Something that happens at a time; at equal times the smaller sort comes first. */
  private static long event(int time, int sort, int op) {
    return (long) time << 32 | (long) sort << SORT_BITS | op;
  }

  private static int[] operations(long[] events, int count) {
    Arrays.sort(events, 0, count);
    int[] operations = new int[count];
    for (int i = 0; i < count; i++) {
      operations[i] = (int) events[i] & ((1 << SORT_BITS) - 1);
    }
    return operations;
  }

  /**
   * An order where nothing was found empty: then values may even be equal. Of those that took equal
   * values, the one that returned first takes what was put first.
   */
  static Finding arrangeEqualValues(Slice slice) {
    int[] putsFrom = new int[slice.values + 1];
    int[] puts = grouped(slice, putsFrom);
    int[] used = new int[slice.values];
    boolean[] placed = new boolean[slice.size()];
    long[] events = new long[2 * slice.size()];
    int count = 0;
    for (int take : takesByReturn(slice)) {
      int value = slice.value(take);
      int at = putsFrom[value] + used[value]++;
      if (at >= putsFrom[value + 1] || slice.invoked(puts[at]) > slice.returned(take)) {
        return Finding.IMPOSSIBLE;
      }
      placed[puts[at]] = true;
      int time = Math.max(slice.invoked(take), slice.invoked(puts[at]));
      events[count++] = event(time, TAKE, take);
    }
    for (int op : puts) {
      if (placed[op] || slice.required(op)) {
        events[count++] = event(slice.invoked(op), PUT, op);
      }
    }
    return new Finding.Ordered(operations(events, count));
  }

  /** The puts of each value together, in the order of invocation. */
  private static int[] grouped(Slice slice, int[] from) {
    for (int op = 0; op < slice.size(); op++) {
      if (slice.word(op) == Moves.Word.PUT) {
        from[slice.value(op) + 1]++;
      }
    }
    for (int value = 0; value < slice.values; value++) {
      from[value + 1] += from[value];
    }
    int[] puts = new int[from[slice.values]];
    int[] at = from.clone();
    for (int op = 0; op < slice.size(); op++) {
      if (slice.word(op) == Moves.Word.PUT) {
        puts[at[slice.value(op)]++] = op;
      }
    }
    return puts;
  }

  private static int[] takesByReturn(Slice slice) {
    long[] takes = new long[slice.size()];
    int count = 0;
    for (int op = 0; op < slice.size(); op++) {
      if (slice.word(op) == Moves.Word.TAKE && slice.required(op)) {
        takes[count++] = (long) slice.returned(op) << 32 | op;
      }
    }
    Arrays.sort(takes, 0, count);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = (int) takes[i];
    }
    return sorted;
  }
}
