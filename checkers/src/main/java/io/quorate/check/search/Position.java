package io.quorate.check.search;

/**
 * The configuration at which the search stands, and the path of operations that leads to it. Goes
 * forward by placing operations and back by restoring what a {@link Trail} remembers.
 */
final class Position {
  private static final int WORD_BITS = 64;

  private final Part part;
  private final Transitions<?> transitions;
  private final int updateWords;

  /** The pending updates, then the burden; see {@link Visited}. */
  private final long[] bits;

  private final int[] updateIn;
  private final int[] observationIn;
  private final int[] crashedUsed;
  private final int[] path;
  private int pathSize;
  private int crashedPlaced;
  private int rank;
  private int state;

  Position(Part part, Transitions<?> transitions) {
    this.part = part;
    this.transitions = transitions;
    this.updateWords = words(part.updateSlots);
    int crashes = part.ids.length - part.returned;
    this.bits = new long[updateWords + words(part.observationSlots + crashes)];
    this.updateIn = new int[part.updateSlots];
    this.observationIn = new int[part.observationSlots];
    this.crashedUsed = new int[part.crashed.length];
    this.path = new int[part.ids.length];
    this.state = transitions.initial();
    if (part.returned > 0) {
      invoke(0, part.invokedAt[0]);
    }
  }

  private static int words(int size) {
    return Math.max(1, (size + WORD_BITS - 1) / WORD_BITS);
  }

  int updateWords() {
    return updateWords;
  }

  int burdenWords() {
    return bits.length - updateWords;
  }

  long[] bits() {
    return bits;
  }

  int rank() {
    return rank;
  }

  int state() {
    return state;
  }

  int[] path() {
    return path;
  }

  int pathSize() {
    return pathSize;
  }

  /** Returned operations that are placed. */
  int placed() {
    return pathSize - crashedPlaced;
  }

  /** Whether every operation that returned is placed. */
  boolean complete() {
    return rank == part.returned;
  }

  int updateIn(int slot) {
    return updateIn[slot];
  }

  int observationIn(int slot) {
    return observationIn[slot];
  }

  /** The crashed operation of this row that may be placed next, or -1. */
  int crashedNext(int row) {
    int[] operations = part.crashed[row];
    int used = crashedUsed[row];
    if (used == operations.length) {
      return -1;
    }
    int op = operations[used];
    return part.crashedFrom[op - part.returned] <= rank ? op : -1;
  }

  /** Places a pending update or a crashed operation, which leads to {@code next}. */
  void place(int op, int next) {
    if (op < part.returned) {
      clear(part.slot[op]);
    } else {
      int bit = part.crashedBit(op);
      bits[updateWords + bit / WORD_BITS] |= 1L << bit;
      crashedUsed[part.crashedRow[op - part.returned]]++;
      crashedPlaced++;
    }
    state = next;
    path[pathSize++] = op;
  }

  /** Places all pending observations that agree with the state, and moves the rank on. */
  void settle() {
    do {
      while (!complete() && !pending(part.byRank[rank])) {
        rank++;
        if (!complete()) {
          invoke(part.invokedAt[rank - 1], part.invokedAt[rank]);
        }
      }
    } while (!complete() && observe() && !pending(part.byRank[rank]));
  }

  /** Goes back to a configuration of which the path's beginning led. */
  void restore(int toRank, int toState, int toPathSize, long[] from, int at) {
    int invoked = complete() ? part.returned : part.invokedAt[rank];
    for (int op = invoked - 1; op >= part.invokedAt[toRank]; op--) {
      int[] owners = part.observes[op] ? observationIn : updateIn;
      owners[part.slot[op]] = part.slotBefore[op];
    }
    while (pathSize > toPathSize) {
      int op = path[--pathSize];
      if (op >= part.returned) {
        crashedUsed[part.crashedRow[op - part.returned]]--;
        crashedPlaced--;
      }
    }
    rank = toRank;
    state = toState;
    System.arraycopy(from, at, bits, 0, bits.length);
  }

  private void invoke(int from, int to) {
    for (int op = from; op < to; op++) {
      int slot = part.slot[op];
      if (part.observes[op]) {
        observationIn[slot] = op;
        bits[updateWords + slot / WORD_BITS] |= 1L << slot;
      } else {
        updateIn[slot] = op;
        bits[slot / WORD_BITS] |= 1L << slot;
      }
    }
  }

  private boolean pending(int op) {
    int slot = part.slot[op];
    int word = slot / WORD_BITS + (part.observes[op] ? updateWords : 0);
    return (bits[word] & 1L << slot) != 0;
  }

  private void clear(int slot) {
    assert (bits[slot / WORD_BITS] & 1L << slot) != 0;
    bits[slot / WORD_BITS] &= ~(1L << slot);
  }

  /** Places the pending observations that agree with the state; whether there were any. */
  private boolean observe() {
    boolean any = false;
    int words = words(part.observationSlots);
    for (int word = 0; word < words; word++) {
      long open = bits[updateWords + word] & observationMask(word);
      for (; open != 0; open &= open - 1) {
        int bit = Long.numberOfTrailingZeros(open);
        int op = observationIn[word * WORD_BITS + bit];
        int next = transitions.step(state, part.kind[op]);
        if (next != Transitions.REFUSED) {
          requireUnchanged(op, next);
          bits[updateWords + word] &= ~(1L << bit);
          path[pathSize++] = op;
          any = true;
        }
      }
    }
    return any;
  }

  /** The last word of the observations may have bits of crashed operations too. */
  private long observationMask(int word) {
    int here = part.observationSlots - word * WORD_BITS;
    return here >= WORD_BITS ? -1L : (1L << here) - 1;
  }

  private void requireUnchanged(int op, int next) {
    if (next != state) {
      throw new IllegalStateException(
          "the model calls "
              + part.kinds.get(part.kind[op])
              + " an observation, but it changes"
              + " the state");
    }
  }
}
