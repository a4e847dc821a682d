package io.quorate.paxos.store;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has written down, so that it is still true after a start without memory. Records
 * are to be read in the order in which they were written; any first part of them, cut between two
 * records, is a state that the replica was in.
 */
public sealed interface StoreRecord {

  /** The node was started; the first record of every incarnation. */
  record Started(int incarnation) implements StoreRecord {}

  /** Nothing is accepted in a lower ballot any more. */
  record Promised(Ballot ballot) implements StoreRecord {}

  /** A vote, which is also a promise of its ballot; the earlier vote for the slot is replaced. */
  record Voted(Ballot ballot, long slot, Value value) implements StoreRecord {}

  /**
   * The next slot is delivered. Slots come in order, without gaps.
   *
   * @param value the chosen value; null if it is that of the vote for the slot
   */
  record Delivered(long slot, @Nullable Value value) implements StoreRecord {}

  /**
   * All that is still needed of what was written before: those records may be thrown away once this
   * one is durable, and not before.
   */
  final class Checkpoint implements StoreRecord {
    private final int incarnation;
    private final Ballot promised;
    private final long nextSlot;
    private final long watermark;
    private final byte[] state;
    private final List<Held> held;

    /**
     * @param incarnation of the replica that wrote it
     * @param promised the highest ballot promised
     * @param nextSlot every slot below it is delivered
     * @param watermark every slot below it is delivered by enough members
     * @param state sessions and machine after all slots below {@code nextSlot}; given away
     * @param held votes and chosen values that the replica can still tell others, ascending by slot
     */
    public Checkpoint(
        int incarnation,
        Ballot promised,
        long nextSlot,
        long watermark,
        byte[] state,
        List<Held> held) {
      this.incarnation = incarnation;
      this.promised = promised;
      this.nextSlot = nextSlot;
      this.watermark = watermark;
      this.state = state;
      this.held = List.copyOf(held);
    }

    public int incarnation() {
      return incarnation;
    }

    public Ballot promised() {
      return promised;
    }

    public long nextSlot() {
      return nextSlot;
    }

    public long watermark() {
      return watermark;
    }

    /** Not to be changed. */
    public byte[] state() {
      return state;
    }

    public List<Held> held() {
      return held;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Checkpoint that
          && incarnation == that.incarnation
          && promised.equals(that.promised)
          && nextSlot == that.nextSlot
          && watermark == that.watermark
          && Arrays.equals(state, that.state)
          && held.equals(that.held);
    }

    @Override
    public int hashCode() {
      return Objects.hash(incarnation, promised, nextSlot, watermark, held)
          + Arrays.hashCode(state);
    }

    @Override
    public String toString() {
      return "Checkpoint[promised " + promised + ", next slot " + nextSlot + ", held " + held + "]";
    }
  }

  /**
   * What is known of one slot.
   *
   * @param votedIn ballot of the own vote; null without one
   * @param voted value of the own vote; null without one
   * @param chosen the chosen value; null if it is not known
   */
  record Held(long slot, @Nullable Ballot votedIn, @Nullable Value voted, @Nullable Value chosen) {}
}
