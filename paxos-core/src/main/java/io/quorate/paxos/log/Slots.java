package io.quorate.paxos.log;

/**
 * How a slot becomes an index into the parallel arrays. Slot n stands at index n, so memory grows
 * with the log; a ring over a bounded window would change this class and nothing else.
 */
public final class Slots {

  /** First slot that does not fit the memory of a replica. */
  public static final long SLOT_MAX = 1L << 28;

  static final int CAPACITY_MIN = 1024;

  private Slots() {}

  static int index(long slot) {
    assert slot >= 0 && slot < SLOT_MAX : "slot " + slot + " is out of range";
    return (int) slot;
  }

  /** A capacity that holds {@code index}, at least doubled from {@code capacity}. */
  static int grown(int capacity, int index) {
    return Math.max(capacity * 2, Integer.highestOneBit(index) * 2);
  }
}
