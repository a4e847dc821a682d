package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Last in, first out.
 *
 * <p>A value that is never inside for certain can be pushed and popped in one gap, and minds
 * nobody. Of the others, consider the gaps in which none is inside for certain: the stack can be
 * thought empty in each of them, for what ended before can be moved before it and the rest behind
 * it without changing any order. Between two such gaps the stack is never empty, so there is a
 * value at the bottom all the time: one whose push can come before all other pushes there, and
 * whose pop after all other pops. If there is none, there is no order; if there is, it can be put
 * around whatever order the rest has, and the rest is considered in the same way. (This is the
 * decrease-and-conquer of Lee and Mathur, "Efficient decrease-and-conquer linearizability
 * monitoring", 2024.)
 *
 * <p>A stretch only shrinks as values are put around it, so a value whose push can come first once
 * can come first ever after, and likewise its pop: each value is found twice, and the whole takes
 * the time of a sort.
 */
final class StackArrangement implements ContainerMonitor.Arrangement {
  @Override
  public int @Nullable [] arrange(Stays stays) {
    Nesting nesting = new Nesting(stays);
    return nesting.placeEmpties() && nesting.nest() ? nesting.order() : null;
  }

  /** One stack. */
  private static final class Nesting {
    private static final int NONE = Stays.NONE;

    /** In one gap, what is popped comes before what is found empty, and that before pushes. */
    private static final int POP = 0;

    private static final int IN_BETWEEN = 1;
    private static final int PUSH = 2;
    private static final int SORTS = 3;

    private final Stays stays;

    /** The values that are inside for certain at some time, by the time from which they are. */
    private final int[] solid;

    private final int[] solidFrom;

    /** How many values are inside for certain in each gap. */
    private final MinTree inside;

    /** When pushes begin and, below zero, when pops end; of those that have not been found yet. */
    private final MinTree pushes;

    private final MinTree pops;
    private final boolean[] pushesFirst;
    private final boolean[] popsLast;
    private final int[] emptyAt;

    /** Pushes and pops, and when they happen; times do not descend. */
    private final Sequence events = new Sequence(64);

    private final Sequence times = new Sequence(64);

    /** Values that stand around the present stretch, the innermost last. */
    private final int[] around;

    private int aroundCount;

    /**
     * Stretches that are being considered, each with where it goes on and what stands around it.
     */
    private final int[] goesOn;

    private final int[] ends;
    private final int[] aroundBefore;
    private int depth;

    Nesting(Stays stays) {
      this.stays = stays;
      this.solid = solid();
      int count = solid.length;
      this.solidFrom = new int[count];
      this.inside = new MinTree(stays.lastGap() + 1);
      int[] begins = new int[count];
      int[] negativeEnds = new int[count];
      for (int i = 0; i < count; i++) {
        int value = solid[i];
        solidFrom[i] = Stays.gapAfter(stays.putTo[value]);
        begins[i] = stays.putFrom[value];
        negativeEnds[i] = -stays.takeTo[value];
        change(value, 1);
      }
      this.pushes = new MinTree(begins);
      this.pops = new MinTree(negativeEnds);
      this.pushesFirst = new boolean[count];
      this.popsLast = new boolean[count];
      this.emptyAt = new int[stays.empties.length];
      this.around = new int[count];
      this.goesOn = new int[count + 1];
      this.ends = new int[count + 1];
      this.aroundBefore = new int[count + 1];
    }

    private int[] solid() {
      int[] byPush = stays.sortedBy(stays.putTo);
      int count = 0;
      for (int value : byPush) {
        if (stays.staysForCertain(value)) {
          byPush[count++] = value;
        }
      }
      return Arrays.copyOf(byPush, count);
    }

    private void change(int value, int more) {
      int from = Stays.gapAfter(stays.putTo[value]);
      inside.add(from, stays.gapBefore(stays.takeFrom[value]), more);
    }

    boolean placeEmpties() {
      for (int i = 0; i < emptyAt.length; i++) {
        int op = stays.empties[i];
        int from = stays.slice.invoked(op) + 1;
        emptyAt[i] = inside.firstBelow(from, stays.slice.returned(op), 1);
        if (emptyAt[i] == NONE) {
          return false;
        }
      }
      return true;
    }

    /** Considers stretch after stretch, from the outermost to the innermost. */
    boolean nest() {
      enter(0, stays.lastGap());
      int step = 0;
      while (depth > 0) {
        stays.slice.patience.poll(step++);
        int from = firstCovered(goesOn[depth - 1], ends[depth - 1]);
        if (from > ends[depth - 1]) {
          leave();
          continue;
        }
        int free = inside.firstBelow(from, ends[depth - 1], 1);
        int to = free == NONE ? ends[depth - 1] : free - 1;
        goesOn[depth - 1] = to + 1;
        int before = aroundCount;
        if (!putAround(from, to)) {
          return false;
        }
        enter(from, to);
        aroundBefore[depth - 1] = before;
      }
      return true;
    }

    private int firstCovered(int from, int to) {
      int gap = from;
      while (gap <= to && inside.firstBelow(gap, gap, 1) == gap) {
        gap = nextSolidFrom(gap + 1);
      }
      return gap;
    }

    /** The first gap from this one on in which a value begins to be inside for certain. */
    private int nextSolidFrom(int gap) {
      int at = firstSolid(gap);
      return at < solid.length ? solidFrom[at] : Integer.MAX_VALUE;
    }

    private int firstSolid(int gap) {
      int at = Arrays.binarySearch(solidFrom, gap);
      return at >= 0 ? at : -1 - at;
    }

    private void enter(int from, int to) {
      goesOn[depth] = from;
      ends[depth] = to;
      aroundBefore[depth] = aroundCount;
      depth++;
    }

    /** Ends a stretch: what stands around it is popped. */
    private void leave() {
      depth--;
      while (aroundCount > aroundBefore[depth]) {
        int value = around[--aroundCount];
        if (ends[depth] < stays.lastGap() && stays.take[value] != NONE) {
          happen(value, POP, ends[depth] + 1);
        }
      }
    }

    /** Puts all values around a stretch that can be; whether there are any. */
    private boolean putAround(int from, int to) {
      int before = aroundCount;
      int first = firstSolid(from);
      int last = firstSolid(to + 1) - 1;
      int firstPush = 2 * from - 1;
      int lastPop = to == stays.lastGap() ? Stays.NEVER - 1 : 2 * to + 1;
      for (int i = pushes.firstBelow(first, last, firstPush);
          i != NONE;
          i = pushes.firstBelow(first, last, firstPush)) {
        pushes.set(i, Integer.MAX_VALUE);
        pushesFirst[i] = true;
        putAroundIfPossible(i, from);
      }
      for (int i = pops.firstBelow(first, last, -lastPop);
          i != NONE;
          i = pops.firstBelow(first, last, -lastPop)) {
        pops.set(i, Integer.MAX_VALUE);
        popsLast[i] = true;
        putAroundIfPossible(i, from);
      }
      if (aroundCount == before) {
        blame(first, last);
      }
      return aroundCount > before;
    }

    /** Says that the values of a stretch, around which none can be put, have no order. */
    private void blame(int first, int last) {
      int[] rest = new int[last - first + 1];
      int count = 0;
      for (int i = first; i <= last; i++) {
        if (!pushesFirst[i] || !popsLast[i]) {
          rest[count++] = solid[i];
        }
      }
      stays.blame(Arrays.copyOf(rest, count));
    }

    private void putAroundIfPossible(int i, int from) {
      if (pushesFirst[i] && popsLast[i]) {
        int value = solid[i];
        change(value, -1);
        around[aroundCount++] = value;
        happen(value, PUSH, from - 1);
      }
    }

    private void happen(int value, int what, int gap) {
      events.add(what == PUSH ? stays.put[value] : stays.take[value]);
      times.add(SORTS * gap + what);
    }

    /** Pushes and pops, and among them what was found empty and what came but for a moment. */
    int[] order() {
      long[] others = others();
      Sequence order = new Sequence(stays.slice.size());
      int at = 0;
      for (int i = 0; i < events.size(); i++) {
        for (; at < others.length && (int) (others[at] >>> 32) < times.get(i); at++) {
          addOther(order, (int) others[at]);
        }
        order.add(events.get(i));
      }
      for (; at < others.length; at++) {
        addOther(order, (int) others[at]);
      }
      return order.toArray();
    }

    private long[] others() {
      long[] others = new long[stays.count - solid.length + emptyAt.length];
      int count = 0;
      for (int value = 0; value < stays.count; value++) {
        if (!stays.staysForCertain(value)) {
          others[count++] = other(Stays.gapAfter(stays.takeFrom[value]), value);
        }
      }
      for (int i = 0; i < emptyAt.length; i++) {
        others[count++] = other(emptyAt[i], stays.count + i);
      }
      Arrays.sort(others);
      return others;
    }

    private static long other(int gap, int number) {
      return (long) (SORTS * gap + IN_BETWEEN) << 32 | number;
    }

    private void addOther(Sequence order, int number) {
      if (number >= stays.count) {
        order.add(stays.empties[number - stays.count]);
      } else if (stays.take[number] != NONE) {
        order.add(stays.put[number]);
        order.add(stays.take[number]);
      }
    }
  }
}
