package io.quorate.paxos.log;

/**
 * Where slots stand in parallel arrays of a fixed length, as a switch's registers hold them: slot n
 * at place n modulo the length. Held are the slots of one length, up to the highest that was ever
 * taken in; when a higher one comes, those a length below must be forgettable, which is for the
 * caller to know. So a place needs no mark of its own to tell whose it is.
 */
final class Ring {

  private static final int NOWHERE = -1;

  private final int length;
  private final int mask;
  private long lowest;
  private long highest = -1;

  /**
   * @param slots that must stand side by side, at least 1
   */
  Ring(int slots) {
    length = slots == 1 ? 1 : Integer.highestOneBit(slots - 1) << 1;
    mask = length - 1;
  }

  int length() {
    return length;
  }

  /** One more than the highest slot that was taken in. */
  long end() {
    return highest + 1;
  }

  /** The place of the slot; negative if it is above all that was taken in, or forgotten. */
  int find(long slot) {
    return slot <= highest && slot >= lowest ? place(slot) : NOWHERE;
  }

  /** Where the slot stands while it is held. */
  int place(long slot) {
    return (int) slot & mask;
  }

  /**
   * Takes slots in, up to this one.
   *
   * @return how many of the slots that end with this one are new; the caller clears their places
   */
  int extendTo(long slot) {
    if (slot < lowest) {
      throw new AssertionError("slot " + slot + " is forgotten, all below " + lowest + " are");
    }
    if (slot <= highest) {
      return 0;
    }
    int newSlots = (int) Math.min(length, slot - highest);
    highest = slot;
    lowest = Math.max(0, slot - length + 1);
    return newSlots;
  }
}
