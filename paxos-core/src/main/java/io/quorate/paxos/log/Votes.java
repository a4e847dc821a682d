package io.quorate.paxos.log;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import org.jspecify.annotations.Nullable;

/**
 * The votes of one acceptor: for each slot the highest ballot in which it voted, and the value. A
 * slot without a vote has {@link Ballot#NONE}, which is not a round: round 0 is a vote like any
 * other. Memory is fixed; a vote is forgotten when a slot one ring's length above it is voted for.
 */
public final class Votes {

  private final Ring ring;
  private final long[] ballots;
  private final @Nullable Value[] values;
  private long forgottenBelow;

  /**
   * @param slots side by side that must be held
   */
  public Votes(int slots) {
    ring = new Ring(slots);
    ballots = new long[ring.length()];
    values = new @Nullable Value[ring.length()];
  }

  /** One more than the highest slot with a vote; 0 if there is none. */
  public long end() {
    return ring.end();
  }

  /** Every vote at this slot or above is held. */
  public long heldFrom() {
    return Math.max(forgottenBelow, ring.end() - ring.length());
  }

  /** Notes that votes below this slot are not held, as when memory was lost and won back. */
  public void forgetBelow(long slot) {
    forgottenBelow = Math.max(forgottenBelow, slot);
  }

  /** Packed ballot of the vote for the slot, or {@link Ballot#NONE}. */
  public long ballot(long slot) {
    int place = ring.find(slot);
    return place < 0 ? Ballot.NONE : ballots[place];
  }

  /** Value of the vote for the slot, or null if there is no vote. */
  public @Nullable Value value(long slot) {
    int place = ring.find(slot);
    return place < 0 ? null : values[place];
  }

  /** Records a vote. A vote is only ever replaced by one of a higher ballot. */
  public void put(long slot, long ballot, Value value) {
    for (int below = ring.extendTo(slot) - 1; below >= 0; below--) {
      clear(ring.place(slot - below));
    }
    int place = ring.place(slot);
    if (ballot <= ballots[place]) {
      throw new AssertionError("a vote is replaced by one that is not higher, slot " + slot);
    }
    ballots[place] = ballot;
    values[place] = value;
  }

  private void clear(int place) {
    ballots[place] = Ballot.NONE;
    values[place] = null;
  }
}
