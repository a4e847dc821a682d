package io.quorate.paxos.log;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a learner knows of each slot: who voted in the highest ballot it has heard of, as a set of
 * member indexes, and the chosen value once it has it.
 */
public final class Decisions {

  private final int wordsPerSlot;
  private long[] ballots = new long[Slots.CAPACITY_MIN];
  private long[] voters;
  private @Nullable Value[] chosen = new @Nullable Value[Slots.CAPACITY_MIN];
  private long end;

  /**
   * @param members size of the group; a member's index is below it
   */
  public Decisions(int members) {
    wordsPerSlot = (members + Long.SIZE - 1) / Long.SIZE;
    voters = new long[Slots.CAPACITY_MIN * wordsPerSlot];
    Arrays.fill(ballots, Ballot.NONE);
  }

  /** One more than the highest slot that anything is known of. */
  public long end() {
    return end;
  }

  /** The chosen value, or null if it is not known here. */
  public @Nullable Value chosen(long slot) {
    return slot < end ? chosen[Slots.index(slot)] : null;
  }

  /** Packed ballot of the votes counted for the slot, or {@link Ballot#NONE}. */
  public long ballot(long slot) {
    return slot < end ? ballots[Slots.index(slot)] : Ballot.NONE;
  }

  /** Distinct members counted for the slot in {@link #ballot}. */
  public int voters(long slot) {
    if (slot >= end) {
      return 0;
    }
    int first = Slots.index(slot) * wordsPerSlot;
    int count = 0;
    for (int word = first; word < first + wordsPerSlot; word++) {
      count += Long.bitCount(voters[word]);
    }
    return count;
  }

  /**
   * Counts a member's vote. A vote of a higher ballot starts the count anew, one of a lower ballot
   * is not counted; counting a member twice changes nothing.
   */
  public void count(long slot, long ballot, int member) {
    int index = reach(slot);
    if (ballot < ballots[index]) {
      return;
    }
    int first = index * wordsPerSlot;
    if (ballot > ballots[index]) {
      ballots[index] = ballot;
      Arrays.fill(voters, first, first + wordsPerSlot, 0);
    }
    voters[first + member / Long.SIZE] |= 1L << (member % Long.SIZE);
  }

  /** Records the chosen value of a slot; a second, different one would break agreement. */
  public void choose(long slot, Value value) {
    int index = reach(slot);
    Value before = chosen[index];
    if (before != null && !before.equals(value)) {
      throw new AssertionError("slot " + slot + " is chosen twice: " + before + " and " + value);
    }
    chosen[index] = value;
  }

  private int reach(long slot) {
    int index = Slots.index(slot);
    if (index >= ballots.length) {
      int before = ballots.length;
      int after = Slots.grown(before, index);
      ballots = Arrays.copyOf(ballots, after);
      Arrays.fill(ballots, before, after, Ballot.NONE);
      voters = Arrays.copyOf(voters, after * wordsPerSlot);
      chosen = Arrays.copyOf(chosen, after);
    }
    end = Math.max(end, slot + 1);
    return index;
  }
}
