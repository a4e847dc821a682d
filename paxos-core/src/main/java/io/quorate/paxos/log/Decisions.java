package io.quorate.paxos.log;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a learner knows of each slot: who voted in the highest ballot it has heard of, as a set of
 * member indexes, and the chosen value once it has it. Memory is fixed; a slot is forgotten when
 * one a ring's length above it comes.
 */
public final class Decisions {

  private final Ring ring;
  private final int wordsPerSlot;
  private final long[] ballots;
  private final long[] voters;
  private final @Nullable Value[] chosen;

  /**
   * @param slots side by side that must be held
   * @param members size of the group; a member's index is below it
   */
  public Decisions(int slots, int members) {
    ring = new Ring(slots);
    wordsPerSlot = (members + Long.SIZE - 1) / Long.SIZE;
    ballots = new long[ring.length()];
    voters = new long[ring.length() * wordsPerSlot];
    chosen = new @Nullable Value[ring.length()];
  }

  /** One more than the highest slot that anything is known of. */
  public long end() {
    return ring.end();
  }

  /** The chosen value, or null if it is not known here. */
  public @Nullable Value chosen(long slot) {
    int place = ring.find(slot);
    return place < 0 ? null : chosen[place];
  }

  /** Packed ballot of the votes counted for the slot, or {@link Ballot#NONE}. */
  public long ballot(long slot) {
    int place = ring.find(slot);
    return place < 0 ? Ballot.NONE : ballots[place];
  }

  /** Distinct members counted for the slot in {@link #ballot}. */
  public int voters(long slot) {
    int place = ring.find(slot);
    return place < 0 ? 0 : votersAt(place);
  }

  private int votersAt(int place) {
    int first = place * wordsPerSlot;
    int count = 0;
    for (int word = first; word < first + wordsPerSlot; word++) {
      count += Long.bitCount(voters[word]);
    }
    return count;
  }

  /**
   * Counts a member's vote. A vote of a higher ballot starts the count anew, one of a lower ballot
   * is not counted; counting a member twice changes nothing.
   *
   * @return distinct members counted for the slot now
   */
  public int count(long slot, long ballot, int member) {
    int place = reach(slot);
    if (ballot < ballots[place]) {
      return votersAt(place);
    }
    int first = place * wordsPerSlot;
    if (ballot > ballots[place]) {
      ballots[place] = ballot;
      Arrays.fill(voters, first, first + wordsPerSlot, 0);
    }
    voters[first + member / Long.SIZE] |= 1L << (member % Long.SIZE);
    return votersAt(place);
  }

  /** Takes back what was counted of a member in this slot. */
  public void discount(long slot, int member) {
    int place = ring.find(slot);
    if (place >= 0) {
      voters[place * wordsPerSlot + member / Long.SIZE] &= ~(1L << (member % Long.SIZE));
    }
  }

  /** Records the chosen value of a slot; a second, different one would break agreement. */
  public void choose(long slot, Value value) {
    int place = reach(slot);
    Value before = chosen[place];
    if (before != null && !before.equals(value)) {
      throw new AssertionError("slot " + slot + " is chosen twice: " + before + " and " + value);
    }
    chosen[place] = value;
  }

  private int reach(long slot) {
    for (int below = ring.extendTo(slot) - 1; below >= 0; below--) {
      clear(ring.place(slot - below));
    }
    return ring.place(slot);
  }

  private void clear(int place) {
    ballots[place] = Ballot.NONE;
    Arrays.fill(voters, place * wordsPerSlot, (place + 1) * wordsPerSlot, 0);
    chosen[place] = null;
  }
}
