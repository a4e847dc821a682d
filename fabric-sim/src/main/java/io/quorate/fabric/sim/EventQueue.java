package io.quorate.fabric.sim;

import io.quorate.fabric.time.EventTarget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pending events, earliest first; of events at the same time, the one that was added first. A
 * four-ary heap in primitive arrays: adding and taking an event allocates nothing once the arrays
 * have grown to the run's working size. Single-threaded.
 *
 * <p>The heap orders pairs (time, sequence and cell); the cell names the place where the event's
 * target, code and payload stand still while the pair moves.
 */
final class EventQueue {

  /** Events that may be pending at once; a run that needs more has lost its bounds somewhere. */
  static final int PENDING_MAX = 1 << 22;

  private static final int CELL_BITS = 22;
  private static final long CELL_MASK = (1L << CELL_BITS) - 1;
  private static final int PENDING_FIRST = 1024;

  /** Pairs: at 2i the time in ns, at 2i+1 the sequence (high bits) and the cell (low bits). */
  private long[] heap = new long[2 * PENDING_FIRST];

  private @Nullable EventTarget[] targets = new EventTarget[PENDING_FIRST];
  private long[] codes = new long[PENDING_FIRST];
  private @Nullable Object[] payloads = new Object[PENDING_FIRST];

  /** Cells that hold no event: a stack above {@code size} used ones. */
  private int[] freeCells = new int[PENDING_FIRST];

  private int size;
  private long sequence;

  private long takenTimeNs;
  private EventTarget takenTarget = (code, payload) -> {};
  private long takenCode;
  private @Nullable Object takenPayload;

  EventQueue() {
    numberCells(0, PENDING_FIRST);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the earliest event, or {@link Long#MAX_VALUE} when there is none. */
  long earliestNs() {
    return size == 0 ? Long.MAX_VALUE : heap[0];
  }

  /**
   * Adds an event.
   *
   * @throws IllegalStateException when {@link #PENDING_MAX} events are pending
   */
  void add(long timeNs, EventTarget target, long code, @Nullable Object payload) {
    if (size == targets.length) {
      grow();
    }
    int cell = freeCells[size];
    targets[cell] = target;
    codes[cell] = code;
    payloads[cell] = payload;
    siftUp(size++, timeNs, sequence++ << CELL_BITS | cell);
  }

  /**
   * Takes the earliest event out; the {@code taken…} methods then tell what it was.
   *
   * @return false when there is none
   */
  boolean take() {
    if (size == 0) {
      return false;
    }
    long[] h = heap;
    takenTimeNs = h[0];
    int cell = (int) (h[1] & CELL_MASK);
    EventTarget target = targets[cell];
    assert target != null : "a cell in the heap holds an event";
    takenTarget = target;
    takenCode = codes[cell];
    takenPayload = payloads[cell];
    targets[cell] = null;
    payloads[cell] = null;
    int last = --size;
    freeCells[last] = cell;
    if (last > 0) {
      siftDown(h[2 * last], h[2 * last + 1], last);
    }
    return true;
  }

  long takenTimeNs() {
    return takenTimeNs;
  }

  EventTarget takenTarget() {
    return takenTarget;
  }

  long takenCode() {
    return takenCode;
  }

  @Nullable Object takenPayload() {
    return takenPayload;
  }

  private void siftUp(int from, long timeNs, long order) {
    long[] h = heap;
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >> 2;
      long parentTimeNs = h[2 * parent];
      if (timeNs > parentTimeNs || (timeNs == parentTimeNs && order > h[2 * parent + 1])) {
        break;
      }
      h[2 * i] = parentTimeNs;
      h[2 * i + 1] = h[2 * parent + 1];
      i = parent;
    }
    h[2 * i] = timeNs;
    h[2 * i + 1] = order;
  }

  /** Puts the pair into the hole at the root of a heap of {@code count} pairs. */
  private void siftDown(long timeNs, long order, int count) {
    long[] h = heap;
    int i = 0;
    while (4 * i + 1 < count) {
      int child = 4 * i + 1;
      int least = child + 4 <= count ? leastOfFour(h, child) : leastOf(h, child, count);
      long leastTimeNs = h[2 * least];
      long leastOrder = h[2 * least + 1];
      if (timeNs < leastTimeNs || (timeNs == leastTimeNs && order < leastOrder)) {
        break;
      }
      h[2 * i] = leastTimeNs;
      h[2 * i + 1] = leastOrder;
      i = least;
    }
    h[2 * i] = timeNs;
    h[2 * i + 1] = order;
  }

  private static int leastOfFour(long[] h, int first) {
    int a = first + before(h, first + 1, first);
    int b = first + 2 + before(h, first + 3, first + 2);
    return a + (b - a) * before(h, b, a);
  }

  private static int leastOf(long[] h, int first, int end) {
    int least = first;
    for (int i = first + 1; i < end; i++) {
      least += (i - least) * before(h, i, least);
    }
    return least;
  }

  /**
   * 1 if pair i comes before pair j, otherwise 0. Computed rather than branched on: which of two
   * children is earlier is the toss of a coin, which no processor can predict.
   */
  private static int before(long[] h, int i, int j) {
    long lead = h[2 * i] - h[2 * j]; // Cannot overflow: times are not negative.
    return lead == 0 ? (h[2 * i + 1] < h[2 * j + 1] ? 1 : 0) : (int) (lead >>> 63);
  }

  private void grow() {
    int before = targets.length;
    if (before >= PENDING_MAX) {
      throw new IllegalStateException("more than " + PENDING_MAX + " events pending");
    }
    int after = before * 2;
    heap = Arrays.copyOf(heap, 2 * after);
    targets = Arrays.copyOf(targets, after);
    codes = Arrays.copyOf(codes, after);
    payloads = Arrays.copyOf(payloads, after);
    freeCells = Arrays.copyOf(freeCells, after);
    numberCells(before, after);
  }

  private void numberCells(int from, int to) {
    for (int i = from; i < to; i++) {
      freeCells[i] = i;
    }
  }
}
