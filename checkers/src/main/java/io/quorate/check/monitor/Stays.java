package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When each value came into a container and when it left. All values are different: each is put by
 * one operation at most.
 *
 * <p>Time is in half places: an invocation or return at place p is at 2p + 1, and the <em>gap</em>
 * before it, in which any number of things can happen, at 2p. A value is put between {@code
 * putFrom} and {@code putTo} and taken between {@code takeFrom} and {@code takeTo}; that a value is
 * put before it is taken is worked in already. It is inside for certain from {@code putTo} to
 * {@code takeFrom}, if that is later; {@link #NEVER} stands for what does not come.
 *
 * <p>Left out are values whose put crashed and that nobody took: nobody can have noticed.
 */
final class Stays {
  static final int NEVER = Integer.MAX_VALUE;
  static final int NONE = -1;

  final Slice slice;

  /** Number of values that came in. */
  int count;

  final int[] put;
  final int[] putFrom;
  final int[] putTo;

  /** Who took each value: required, or optional and possible; or {@link #NONE}. */
  final int[] take;

  final int[] takeFrom;
  final int[] takeTo;

  /** The operations that found the container empty, and must have happened. */
  final int[] empties;

  /** The operations that may have taken nobody knows what, in the order of invocation. */
  final int[] unknownTakes;

  /** Whether a value was taken that cannot have been there. */
  boolean impossible;

  /** Where these values have no order: the place of a return up to which they have none already. */
  private int impossibleBy = Slice.NEVER;

  /** The number of each value of the slice among those that came in, or {@link #NONE}. */
  private final int[] numberOf;

  private Stays(Slice slice, int[] putOf, int empties, int unknownTakes) {
    this.slice = slice;
    this.empties = new int[empties];
    this.unknownTakes = new int[unknownTakes];
    this.numberOf = putOf;
    int puts = 0;
    for (int op : putOf) {
      puts += op == NONE ? 0 : 1;
    }
    this.put = new int[puts];
    this.putFrom = new int[puts];
    this.putTo = new int[puts];
    this.take = new int[puts];
    this.takeFrom = new int[puts];
    this.takeTo = new int[puts];
    for (int value = 0; value < putOf.length; value++) {
      if (putOf[value] != NONE) {
        put[count] = putOf[value];
        numberOf[value] = count++;
      }
    }
    Arrays.fill(take, NONE);
    Arrays.fill(takeFrom, NEVER);
    Arrays.fill(takeTo, NEVER);
    findTakes();
    leaveOutUnnoticed();
    setTimes();
  }

  /** The values of a slice; null if one is put twice or a move has no word. */
  static @Nullable Stays of(Slice slice) {
    int[] putOf = new int[slice.values];
    Arrays.fill(putOf, NONE);
    int empties = 0;
    int unknown = 0;
    for (int op = 0; op < slice.size(); op++) {
      switch (slice.word(op)) {
        case PUT -> {
          if (putOf[slice.value(op)] != NONE) {
            return null;
          }
          putOf[slice.value(op)] = op;
        }
        case TAKE -> {}
        case FIND_EMPTY -> empties += slice.required(op) ? 1 : 0;
        case TAKE_UNKNOWN -> unknown++;
        default -> {
          return null;
        }
      }
    }
    return new Stays(slice, putOf, empties, unknown);
  }

  private void findTakes() {
    int emptiesFound = 0;
    int unknownFound = 0;
    for (int op = 0; op < slice.size(); op++) {
      switch (slice.word(op)) {
        case TAKE -> take(numberOf[slice.value(op)], op);
        case TAKE_UNKNOWN -> unknownTakes[unknownFound++] = op;
        case FIND_EMPTY -> {
          if (slice.required(op)) {
            empties[emptiesFound++] = op;
          }
        }
        default -> {}
      }
    }
  }

  /** Of several that took a value only one may have done so: of the optional ones the first. */
  private void take(int value, int op) {
    boolean required = slice.required(op);
    if (value == NONE) {
      impossible |= required;
    } else if (take[value] == NONE || (required && !slice.required(take[value]))) {
      take[value] = op;
    } else {
      impossible |= required;
    }
  }

  private void leaveOutUnnoticed() {
    int kept = 0;
    for (int value = 0; value < count; value++) {
      boolean taken = take[value] != NONE && slice.required(take[value]);
      if (taken || slice.required(put[value])) {
        put[kept] = put[value];
        take[kept++] = take[value];
      }
    }
    count = kept;
  }

  private void setTimes() {
    for (int value = 0; value < count; value++) {
      putFrom[value] = halves(slice.invoked(put[value]));
      putTo[value] = halves(slice.returned(put[value]));
      if (take[value] != NONE) {
        letGo(value, halves(slice.invoked(take[value])), halves(slice.returned(take[value])));
        putTo[value] = Math.min(putTo[value], takeTo[value]);
        impossible |= takeTo[value] < putFrom[value];
      }
    }
  }

  /** A value is taken between these times. */
  private void letGo(int value, int from, int to) {
    takeFrom[value] = Math.max(from, putFrom[value]);
    takeTo[value] = to;
  }

  private static int halves(int place) {
    return place == Slice.NEVER ? NEVER : 2 * place + 1;
  }

  /** The first gap after a time. */
  static int gapAfter(int time) {
    return (time + 1) / 2;
  }

  /** The last gap before a time. */
  int gapBefore(int time) {
    return time == NEVER ? lastGap() : (time - 1) / 2;
  }

  /** The number of the gap behind all places; the first has number 0. */
  int lastGap() {
    return slice.places();
  }

  /** The number of the value, as the slice numbers values. */
  int valueOf(int number) {
    return slice.value(put[number]);
  }

  /** Whether a value is inside for certain at some time. */
  boolean staysForCertain(int value) {
    return putTo[value] < takeFrom[value];
  }

  /** Whether nothing says for certain who took a value. */
  boolean mayStay(int value) {
    return takeTo[value] == NEVER;
  }

  /** Lets an operation of which nobody knows what it took take a value that may stay. */
  void assign(int value, int unknownTake) {
    assert mayStay(value) : value;
    take[value] = unknownTake;
    letGo(value, halves(slice.invoked(unknownTake)), NEVER);
  }

  /**
   * Lets each value that may stay be gone as soon as an operation of which nobody knows what it
   * took can have taken it. More can be ordered so than is true: there may be fewer such operations
   * than values.
   */
  void assignGenerously() {
    int first = halves(slice.invoked(unknownTakes[0]));
    for (int value = 0; value < count; value++) {
      if (mayStay(value)) {
        letGo(value, Math.min(first, takeFrom[value]), NEVER);
      }
    }
  }

  /** Says that these values alone have no order. */
  void blame(int... values) {
    impossibleBy = -1;
    for (int value : values) {
      blameOperation(put[value]);
      blameOperation(take[value]);
    }
  }

  private void blameOperation(int op) {
    if (op != NONE && slice.required(op)) {
      impossibleBy = Math.max(impossibleBy, slice.returned(op));
    }
  }

  /** The place of a return up to which there is no order already, if that is known. */
  int impossibleBy() {
    return unknownTakes.length == 0 ? impossibleBy : Slice.NEVER;
  }

  /** The numbers of values, sorted by these times. */
  int[] sortedBy(int[] times) {
    long[] keys = new long[count];
    for (int value = 0; value < count; value++) {
      keys[value] = (long) times[value] << 32 | value;
    }
    Arrays.sort(keys);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = (int) keys[i];
    }
    return sorted;
  }
}
