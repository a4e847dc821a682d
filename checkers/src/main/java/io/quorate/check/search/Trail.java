package io.quorate.check.search;

import java.util.Arrays;

/**
 * The configurations on the way to the present one, each with the choices that it has left.
 * Parallel arrays, for there may be a million.
 */
final class Trail {
  private static final int RANK = 0;
  private static final int STATE = 1;
  private static final int PATH = 2;
  private static final int CHOICES = 3;
  private static final int CRASHED = 4;
  private static final int INTS = 5;
  private static final int FIRST_FRAMES = 32;

  private final Share share;
  private final int width;
  private int[] ints = new int[FIRST_FRAMES * INTS];
  private long[] bits;
  private int depth;

  private int[] choiceOps = new int[FIRST_FRAMES];
  private int[] choiceStates = new int[FIRST_FRAMES];
  private int choices;
  private boolean outOfMemory;

  Trail(int width, Share share) {
    this.width = width;
    this.share = share;
    this.bits = new long[FIRST_FRAMES * width];
    charge(4L * ints.length + 8L * bits.length + 8L * choiceOps.length);
  }

  boolean outOfMemory() {
    return outOfMemory;
  }

  boolean isEmpty() {
    return depth == 0;
  }

  /** Remembers the position, with no choices yet. */
  void push(Position position) {
    if (depth * INTS == ints.length) {
      charge(4L * ints.length + 8L * bits.length);
      ints = Arrays.copyOf(ints, 2 * ints.length);
      bits = Arrays.copyOf(bits, 2 * bits.length);
    }
    int at = depth * INTS;
    ints[at + RANK] = position.rank();
    ints[at + STATE] = position.state();
    ints[at + PATH] = position.pathSize();
    ints[at + CHOICES] = choices;
    ints[at + CRASHED] = 0;
    System.arraycopy(position.bits(), 0, bits, depth * width, width);
    depth++;
  }

  /** Forgets the last position. */
  void pop() {
    depth--;
    choices = ints[depth * INTS + CHOICES];
  }

  /** The length of the path to the last position. */
  int pathSize() {
    return ints[(depth - 1) * INTS + PATH];
  }

  /** Takes a position back to the last one remembered. */
  void restore(Position position) {
    int at = (depth - 1) * INTS;
    position.restore(ints[at + RANK], ints[at + STATE], ints[at + PATH], bits, (depth - 1) * width);
  }

  /** Adds a choice to the last position; the choice added last is taken first. */
  void addChoice(int op, int state) {
    if (choices == choiceOps.length) {
      charge(8L * choices);
      choiceOps = Arrays.copyOf(choiceOps, 2 * choices);
      choiceStates = Arrays.copyOf(choiceStates, 2 * choices);
    }
    choiceOps[choices] = op;
    choiceStates[choices] = state;
    choices++;
  }

  /** Takes the next choice of the last position, to be read by {@link #op} and {@link #state}. */
  boolean takeChoice() {
    if (choices == ints[(depth - 1) * INTS + CHOICES]) {
      return false;
    }
    choices--;
    return true;
  }

  /** The operation of the choice just taken. */
  int op() {
    return choiceOps[choices];
  }

  /** The state to which the choice just taken leads. */
  int state() {
    return choiceStates[choices];
  }

  /** Whether this is the first time that the last position is asked for its crashed operations. */
  boolean firstAskedForCrashed() {
    int at = (depth - 1) * INTS + CRASHED;
    boolean first = ints[at] == 0;
    ints[at] = 1;
    return first;
  }

  private void charge(long more) {
    outOfMemory |= !share.take(more);
  }
}
