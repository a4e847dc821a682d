package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * First in, first out. Values come and leave in one order, in which a value must stand before
 * another if its put ended before the other's began, or its take before the other's. Such an order
 * exists if no two values must each stand before the other (Henzinger, Sezgin and Vafeiadis,
 * "Aspect-oriented linearizability proofs", 2013), and can be found in one pass: of the values that
 * are left, the one whose put ends first or the one whose take ends first can come next, or these
 * two stand in each other's way.
 *
 * <p>An operation that found the queue empty happens in a gap in which no value is inside for
 * certain, if it has one; any will do. It then stands in the order like a value that came and left
 * at once.
 */
final class QueueArrangement implements ContainerMonitor.Arrangement {
  @Override
  public int @Nullable [] arrange(Stays stays) {
    Queue queue = new Queue(stays);
    return queue.placeEmpties() && queue.line() ? queue.order() : null;
  }

  /**
   * A value that may stay is in the way of those that were put after it and taken: it must be gone
   * before the first of their takes ends. Those that must be gone earliest get the operations that
   * began earliest. Where the queue was found empty, more than one way is open.
   */
  @Override
  public boolean assign(Stays stays) {
    int[] byPut = stays.sortedBy(stays.putFrom);
    int[] firstTakenAfter = new int[stays.count + 1];
    firstTakenAfter[stays.count] = Stays.NEVER;
    for (int i = stays.count - 1; i >= 0; i--) {
      firstTakenAfter[i] = Math.min(firstTakenAfter[i + 1], stays.takeTo[byPut[i]]);
    }
    long[] needs = new long[stays.count];
    int count = 0;
    for (int value = 0; value < stays.count; value++) {
      if (stays.mayStay(value)) {
        int limit = firstTakenAfter[firstPutAfter(stays, byPut, stays.putTo[value])];
        if (stays.takeFrom[value] > limit) {
          needs[count++] = (long) limit << 32 | value;
        }
      }
    }
    Arrays.sort(needs, 0, count);
    for (int i = 0; i < Math.min(count, stays.unknownTakes.length); i++) {
      stays.assign((int) needs[i], stays.unknownTakes[i]);
    }
    return stays.empties.length == 0;
  }

  private static int firstPutAfter(Stays stays, int[] byPut, int time) {
    int low = 0;
    int high = byPut.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stays.putFrom[byPut[middle]] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** One queue: its values, and behind them the operations that found it empty. */
  private static final class Queue {
    private final Stays stays;
    private final int size;
    private final int[] putFrom;
    private final int[] putTo;
    private final int[] takeFrom;
    private final int[] takeTo;

    /** The values in the order in which they come and leave. */
    private final int[] line;

    Queue(Stays stays) {
      this.stays = stays;
      this.size = stays.count + stays.empties.length;
      this.putFrom = Arrays.copyOf(stays.putFrom, size);
      this.putTo = Arrays.copyOf(stays.putTo, size);
      this.takeFrom = Arrays.copyOf(stays.takeFrom, size);
      this.takeTo = Arrays.copyOf(stays.takeTo, size);
      this.line = new int[size];
    }

    boolean placeEmpties() {
      if (stays.empties.length == 0) {
        return true;
      }
      Gaps gaps = new Gaps(stays.lastGap());
      gaps.coverStays(stays);
      for (int i = 0; i < stays.empties.length; i++) {
        int gap = gaps.freeDuring(stays.slice, stays.empties[i]);
        if (gap == Stays.NONE) {
          return false;
        }
        int value = stays.count + i;
        putFrom[value] = 2 * gap;
        putTo[value] = 2 * gap;
        takeFrom[value] = 2 * gap;
        takeTo[value] = 2 * gap;
      }
      return true;
    }

    boolean line() {
      int[] byPut = sortedBy(putTo);
      int[] byTake = sortedBy(takeTo);
      boolean[] inLine = new boolean[size];
      int firstPut = 0;
      int firstTake = 0;
      for (int place = 0; place < size; place++) {
        stays.slice.patience.poll(place);
        while (inLine[byPut[firstPut]]) {
          firstPut++;
        }
        while (inLine[byTake[firstTake]]) {
          firstTake++;
        }
        int next = next(byPut[firstPut], byTake[firstTake]);
        if (next == Stays.NONE) {
          return false;
        }
        line[place] = next;
        inLine[next] = true;
      }
      return true;
    }

    private int next(int putFirst, int takenFirst) {
      if (takeTo[takenFirst] >= takeFrom[putFirst]) {
        return putFirst;
      }
      if (putTo[putFirst] >= putFrom[takenFirst]) {
        return takenFirst;
      }
      stays.blame(putFirst, takenFirst);
      return Stays.NONE;
    }

    private int[] sortedBy(int[] times) {
      long[] keys = new long[size];
      for (int value = 0; value < size; value++) {
        keys[value] = (long) times[value] << 32 | value;
      }
      Arrays.sort(keys);
      int[] sorted = new int[size];
      for (int i = 0; i < size; i++) {
        sorted[i] = (int) keys[i];
      }
      return sorted;
    }

    /** Each put as early as those before it allow, and each take likewise. */
    int[] order() {
      Sequence order = new Sequence(stays.slice.size());
      int put = 0;
      int taken = 0;
      int putAt = 0;
      int takenAt = 0;
      while (put < size || taken < size) {
        int nextPut = put < size ? Math.max(putAt, putFrom[line[put]]) : Stays.NEVER;
        int nextTake = taken < put ? Math.max(takenAt, takeFrom[line[taken]]) : Stays.NEVER;
        if (put < size && (taken == put || nextPut <= nextTake)) {
          putAt = nextPut;
          addPut(order, line[put++]);
        } else {
          takenAt = nextTake;
          addTake(order, line[taken++], takenAt);
        }
      }
      return order.toArray();
    }

    private void addPut(Sequence order, int value) {
      order.add(value < stays.count ? stays.put[value] : stays.empties[value - stays.count]);
    }

    private void addTake(Sequence order, int value, int at) {
      if (value < stays.count && at != Stays.NEVER && stays.take[value] != Stays.NONE) {
        order.add(stays.take[value]);
      }
    }
  }
}
