package io.quorate.paxos.log;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The votes of one acceptor: for each slot the highest ballot in which it voted, and the value. A
 * slot without a vote holds {@link Ballot#NONE}, which is not a round: round 0 is a vote like any
 * other.
 */
public final class Votes {

  private long[] ballots = new long[Slots.CAPACITY_MIN];
  private @Nullable Value[] values = new @Nullable Value[Slots.CAPACITY_MIN];
  private long end;

  public Votes() {
    Arrays.fill(ballots, Ballot.NONE);
  }

  /** One more than the highest slot with a vote; 0 if there is none. */
  public long end() {
    return end;
  }

  /** Packed ballot of the vote for the slot, or {@link Ballot#NONE}. */
  public long ballot(long slot) {
    return slot < end ? ballots[Slots.index(slot)] : Ballot.NONE;
  }

  /** Value of the vote for the slot, or null if there is no vote. */
  public @Nullable Value value(long slot) {
    return slot < end ? values[Slots.index(slot)] : null;
  }

  /** Records a vote. A vote is only ever replaced by one of a higher ballot. */
  public void put(long slot, long ballot, Value value) {
    int index = Slots.index(slot);
    if (index >= ballots.length) {
      grow(index);
    }
    if (ballot <= ballots[index]) {
      throw new AssertionError("a vote is replaced by one that is not higher, slot " + slot);
    }
    ballots[index] = ballot;
    values[index] = value;
    end = Math.max(end, slot + 1);
  }

  private void grow(int index) {
    int before = ballots.length;
    int after = Slots.grown(before, index);
    ballots = Arrays.copyOf(ballots, after);
    Arrays.fill(ballots, before, after, Ballot.NONE);
    values = Arrays.copyOf(values, after);
  }
}
