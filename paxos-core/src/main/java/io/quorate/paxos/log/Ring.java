package io.quorate.paxos.log;

import java.util.Arrays;

/**
 * Where slots stand in parallel arrays of a fixed length, as a switch's registers hold them: slot n
 * at place n modulo the length. A place knows which slot it holds; a newer slot takes it over when
 * the older may be forgotten, which is for the caller to know.
 */
final class Ring {

  private static final long NOBODY = -1;
  private static final int NOWHERE = -1;

  private final long[] holds;
  private final int mask;

  /**
   * @param slots that must stand side by side, at least 1
   */
  Ring(int slots) {
    int length = slots == 1 ? 1 : Integer.highestOneBit(slots - 1) << 1;
    holds = new long[length];
    Arrays.fill(holds, NOBODY);
    mask = length - 1;
  }

  int length() {
    return holds.length;
  }

  /** The place of the slot; negative if it was never here or has been forgotten. */
  int find(long slot) {
    int place = (int) slot & mask;
    return holds[place] == slot ? place : NOWHERE;
  }

  /** Gives a slot that is not here its place; the caller clears what stood there. */
  int claim(long slot) {
    int place = (int) slot & mask;
    if (holds[place] >= slot) {
      throw new AssertionError("slot " + slot + " would overwrite slot " + holds[place]);
    }
    holds[place] = slot;
    return place;
  }
}
