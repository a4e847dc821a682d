package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The smallest out. A value can be taken in a gap in which no smaller value is inside for certain;
 * so each value that was taken needs such a gap while its take was pending, and each operation that
 * found the container empty one in which no value at all is inside.
 *
 * <p>That is enough. Choose the gaps from the greatest value down to the smallest. A value whose
 * put can end in its gap is put and taken right there, and nobody else can notice. Any other has
 * been put before, so it must be gone by the first gap behind the end of its put that was chosen
 * for a greater value: it is not inside for certain there, so it can be, and if its own gap lies
 * further back it is taken in the chosen one, just before the greater value, where nothing smaller
 * is inside for certain either.
 */
final class PriorityArrangement implements ContainerMonitor.Arrangement {
  @Override
  public int @Nullable [] arrange(Stays stays) {
    Departures departures = new Departures(stays);
    return departures.findGaps() ? departures.order() : null;
  }

  /** One container. */
  private static final class Departures {
    private static final int NONE = Stays.NONE;

    private final Stays stays;

    /** The values, the smallest first. */
    private final int[] ascending;

    /** For each value and then each operation that found nothing, the gap in which it happens. */
    private final int[] gap;

    private final Marks chosen;

    /** What happens in each gap: a list of values and, behind all of them, finders of nothing. */
    private final int[] firstIn;

    private final int[] lastIn;
    private final int[] following;

    Departures(Stays stays) {
      this.stays = stays;
      this.ascending = ascending(stays);
      int things = stays.count + stays.empties.length;
      this.gap = new int[things];
      this.following = new int[things];
      Arrays.fill(following, NONE);
      this.chosen = new Marks(stays.lastGap());
      this.firstIn = new int[stays.lastGap() + 1];
      this.lastIn = new int[stays.lastGap() + 1];
    }

    private static int[] ascending(Stays stays) {
      long[] numbers = new long[stays.count];
      for (int value = 0; value < stays.count; value++) {
        numbers[value] = number(stays, value);
      }
      Arrays.sort(numbers);
      int[] ascending = new int[stays.count];
      for (int value = 0; value < stays.count; value++) {
        ascending[Arrays.binarySearch(numbers, number(stays, value))] = value;
      }
      return ascending;
    }

    private static long number(Stays stays, int value) {
      if (stays.slice.valueAt(stays.valueOf(value)) instanceof Long number) {
        return number;
      }
      throw new IllegalStateException("a priority queue has whole numbers only");
    }

    /** Whether everything has a gap of its own choice. */
    boolean findGaps() {
      Gaps free = new Gaps(stays.lastGap());
      for (int i = 0; i < stays.count; i++) {
        stays.slice.patience.poll(i);
        int value = ascending[i];
        gap[value] = stays.takeFrom[value] == Stays.NEVER ? NONE : gapOf(value, free);
        if (gap[value] == NONE && !stays.mayStay(value)) {
          return false;
        }
        if (gap[value] == NONE) {
          free.cover(Stays.gapAfter(stays.putTo[value]), stays.lastGap());
        } else {
          free.coverStay(stays, value);
        }
      }
      for (int i = 0; i < stays.empties.length; i++) {
        int found = free.freeDuring(stays.slice, stays.empties[i]);
        if (found == NONE) {
          return false;
        }
        gap[stays.count + i] = found;
      }
      return true;
    }

    private int gapOf(int value, Gaps free) {
      int found = free.freeFrom(Stays.gapAfter(stays.takeFrom[value]));
      return found <= stays.gapBefore(stays.takeTo[value]) ? found : NONE;
    }

    int[] order() {
      for (int i = 0; i < stays.empties.length; i++) {
        append(gap[stays.count + i], stays.count + i);
      }
      long[] lonePuts = new long[stays.count];
      int lone = 0;
      for (int i = stays.count - 1; i >= 0; i--) {
        stays.slice.patience.poll(i);
        int value = ascending[i];
        if (gap[value] != NONE) {
          choose(value);
        }
        if (!isPutWhereTaken(value)) {
          lonePuts[lone++] = (long) stays.putTo[value] << 32 | value;
        }
      }
      Arrays.sort(lonePuts, 0, lone);
      return merge(lonePuts, lone);
    }

    /**
     * Lets a value be taken before the next chosen gap behind the end of its put, for it must be
     * gone there. Before the end of its put it is put and taken in one gap, and minds nobody.
     */
    private void choose(int value) {
      int behind = chosen.from(Stays.gapAfter(stays.putTo[value]));
      if (behind != NONE && gap[value] >= behind) {
        gap[value] = behind;
        following[value] = firstIn[behind];
        firstIn[behind] = value;
      } else {
        append(gap[value], value);
      }
    }

    private void append(int in, int thing) {
      if (chosen.contains(in)) {
        following[lastIn[in]] = thing;
      } else {
        chosen.add(in);
        firstIn[in] = thing;
      }
      lastIn[in] = thing;
    }

    private boolean isPutWhereTaken(int value) {
      return gap[value] != NONE && 2 * gap[value] < stays.putTo[value];
    }

    /** What happens in the chosen gaps, and between them the puts that end before the take. */
    private int[] merge(long[] lonePuts, int lone) {
      Sequence order = new Sequence(stays.slice.size());
      int at = 0;
      for (int in = chosen.from(0); in != NONE; in = chosen.from(in + 1)) {
        for (; at < lone && (int) (lonePuts[at] >>> 32) < 2 * in; at++) {
          order.add(stays.put[(int) lonePuts[at]]);
        }
        for (int thing = firstIn[in]; thing != NONE; thing = following[thing]) {
          add(order, thing);
        }
      }
      for (; at < lone; at++) {
        order.add(stays.put[(int) lonePuts[at]]);
      }
      return order.toArray();
    }

    private void add(Sequence order, int thing) {
      if (thing >= stays.count) {
        order.add(stays.empties[thing - stays.count]);
        return;
      }
      if (isPutWhereTaken(thing)) {
        order.add(stays.put[thing]);
      }
      if (stays.take[thing] != NONE) {
        order.add(stays.take[thing]);
      }
    }
  }
}
