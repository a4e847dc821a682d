package io.quorate.paxos.message;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes between replicas, and between a client and the leader. Slots are 64-bit and
 * not negative. Where members may lose their memory, whatever is counted in a quorum says which
 * incarnations its sender knows of ({@code known}); elsewhere that is {@link Incarnations#FIRST}.
 */
public sealed interface Message {

  /** A replica has (re)started and says so; the leader answers with TRUST. */
  record Join(long deliveredBelow) implements Message {}

  /** A client's request to the leader: put this value into the log. */
  record Client(Value value) implements Message {}

  /** A client's question to the leader, which changes nothing and takes no slot. */
  record Read(Value query) implements Message {}

  /** Phase 2a: the owner of the ballot proposes the value for the slot. */
  record Accept(Ballot ballot, long slot, Value value) implements Message {}

  /** Phase 2b: the sender voted in this ballot for this slot; the value stays with the voters. */
  record Learn(Ballot ballot, long slot, Incarnations known) implements Message {

    /** Of a sender that knows of nobody who started again. */
    public Learn(Ballot ballot, long slot) {
      this(ballot, slot, Incarnations.FIRST);
    }
  }

  /**
   * The leader's heartbeat.
   *
   * @param chosenBelow every slot below it is chosen
   * @param watermark every slot below it is delivered by a member of any quorum that can elect a
   *     leader, and may be forgotten
   * @param round by which the leader wants to learn that it still leads, at least 1; 0: by none
   */
  record Trust(Ballot ballot, long chosenBelow, long watermark, long round) implements Message {}

  /**
   * The answer to TRUST: the sender follows, and has delivered every slot below this one.
   *
   * @param round as in the TRUST that is answered
   */
  record Ack(Ballot ballot, long deliveredBelow, long round, Incarnations known)
      implements Message {

    /** Of a sender that knows of nobody who started again. */
    public Ack(Ballot ballot, long deliveredBelow, long round) {
      this(ballot, deliveredBelow, round, Incarnations.FIRST);
    }
  }

  /** Before phase 1a: would the receiver promise this ballot, or does it hear a leader? */
  record Canvass(Ballot ballot) implements Message {}

  /** The answer of one who hears no leader. It binds nobody. */
  record Support(Ballot ballot) implements Message {}

  /**
   * Phase 1a: asks for a promise and for the votes at {@code fromSlot} and above.
   *
   * @param handedOver the ballot whose owner has told the sender to take its place, which releases
   *     everybody from a lease promised to that ballot; null for an ordinary candidacy
   */
  record Prepare(Ballot ballot, long fromSlot, @Nullable Ballot handedOver) implements Message {

    /** An ordinary candidacy. */
    public Prepare(Ballot ballot, long fromSlot) {
      this(ballot, fromSlot, null);
    }
  }

  /**
   * The leader in this ballot tells its heir to take its place. It proposes nothing meanwhile, and
   * serves no read from a lease in this ballot any more.
   *
   * @param deliveredBelow every slot that it has proposed lies below, is chosen, and is known to be
   *     delivered by the heir
   */
  record HandOver(Ballot ballot, long deliveredBelow) implements Message {}

  /**
   * Phase 1b: no lower ballot will be accepted any more; one page of votes.
   *
   * @param ballot the ballot promised
   * @param fromSlot as asked for
   * @param votes ascending by slot, all at {@code fromSlot} or above
   * @param nextSlot where the next page starts; meaningless when {@code last}
   * @param last no vote lies beyond this page
   * @param watermark as {@link Trust} has it
   * @param heldFrom votes below it may be forgotten, and everything below it is delivered by the
   *     sender
   * @param known goes with the last page only
   */
  record Promise(
      Ballot ballot,
      long fromSlot,
      List<Vote> votes,
      long nextSlot,
      boolean last,
      long watermark,
      long heldFrom,
      Incarnations known)
      implements Message {
    public Promise {
      votes = List.copyOf(votes);
    }

    /** Of a sender that knows of nobody who started again, or not the last page. */
    public Promise(
        Ballot ballot,
        long fromSlot,
        List<Vote> votes,
        long nextSlot,
        boolean last,
        long watermark,
        long heldFrom) {
      this(ballot, fromSlot, votes, nextSlot, last, watermark, heldFrom, Incarnations.FIRST);
    }
  }

  /** What an acceptor holds for a slot. */
  record Vote(long slot, Ballot ballot, Value value) {}

  /** A refusal of a PREPARE, ACCEPT or TRUST: the sender has promised a higher ballot. */
  record Nack(Ballot promised) implements Message {}

  /**
   * The result of executing a client's request, or the answer to its read: that request's session
   * and sequence, and bytes.
   */
  record Reply(Value result) implements Message {}

  /**
   * A client's request was refused and has had no effect, unless it had been executed before.
   *
   * @param leader whom the sender trusts to lead, 0 if nobody
   * @param horizon of {@link Reason#EXPIRED}: the client goes on above it; else 0
   */
  record Refusal(long session, long sequence, Reason reason, int leader, long horizon)
      implements Message {

    /** For a reason that tells no horizon. */
    public Refusal(long session, long sequence, Reason reason, int leader) {
      this(session, sequence, reason, leader, 0);
    }

    /** Why; {@code code} is what the wire carries. */
    public enum Reason {
      /** The sender does not lead; {@code leader} is whom it trusts, 0 if nobody. */
      NOT_LEADER(1),
      /** Too many slots are open; ask again later. */
      BUSY(2),
      /** The sequence is older than the session's memory reaches. */
      STALE(3),
      /** The value does not fit a message; or it was executed, and its result does not. */
      TOO_LARGE(4),
      /**
       * The session was forgotten, so nobody knows whether the request was executed, and it will
       * not be any more; or its sequence leaps too far.
       */
      EXPIRED(5),
      /** The leader stopped to lead before it could answer a read; ask again. */
      READ_ABANDONED(7),
      /** An earlier change of the configuration is not in force yet; ask again later. */
      CHANGING(6),
      /** What is asked for is no configuration that could follow the present one. */
      UNFIT(8);

      private final int code;

      Reason(int code) {
        this.code = code;
      }

      public int code() {
        return code;
      }
    }
  }

  /** A learner asks for chosen values, {@code count} slots from {@code fromSlot} on. */
  record Repair(long fromSlot, int count) implements Message {}

  /** The slot is chosen, with this value; the answer to {@link Repair}. */
  record Chosen(long slot, Value value) implements Message {}

  /** Part of a snapshot; the first is the answer to a {@link Repair} of forgotten slots. */
  final class Piece implements Message {
    private final SnapshotName snapshot;
    private final int offset;
    private final byte[] bytes;

    /**
     * @param snapshot of which snapshot
     * @param offset of the part's first byte, below the snapshot's size
     * @param bytes at least one; given away
     */
    public Piece(SnapshotName snapshot, int offset, byte[] bytes) {
      if (offset < 0 || bytes.length == 0 || bytes.length > snapshot.totalBytes() - offset) {
        throw new IllegalArgumentException("a piece lies outside its snapshot");
      }
      this.snapshot = snapshot;
      this.offset = offset;
      this.bytes = bytes;
    }

    public SnapshotName snapshot() {
      return snapshot;
    }

    public int offset() {
      return offset;
    }

    /** The part's bytes; not to be changed. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Piece that
          && snapshot.equals(that.snapshot)
          && offset == that.offset
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return (snapshot.hashCode() * 31 + offset) * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Piece[" + snapshot + " at " + offset + ", " + bytes.length + " bytes]";
    }
  }

  /** Asks for the parts of a snapshot from an offset on. */
  record Fetch(SnapshotName snapshot, int offset) implements Message {}

  /** The sender has lost its memory: what is promised, and voted for from this slot on? */
  record Recover(long fromSlot) implements Message {}

  /**
   * One page of what a member with a memory can tell one without. The next page begins behind the
   * last vote of this one.
   *
   * @param incarnation of the one who asked: an answer to an earlier self of it is none
   * @param promised the highest ballot that the sender has promised
   * @param fromSlot as asked for
   * @param votes ascending by slot, all at {@code fromSlot} or above; at least one, if not last
   * @param last no vote lies beyond this page
   * @param watermark as {@link Trust} has it
   * @param deliveredBelow every slot below it is delivered by the sender; votes for those are not
   *     told
   * @param known goes with the last page only
   */
  record Recovered(
      int incarnation,
      Ballot promised,
      long fromSlot,
      List<Vote> votes,
      boolean last,
      long watermark,
      long deliveredBelow,
      Incarnations known)
      implements Message {
    public Recovered {
      votes = List.copyOf(votes);
      assert last || !votes.isEmpty() : "nothing to tell, and yet more to come";
    }

    /** Where the next page begins; meaningless when {@code last}. */
    public long nextSlot() {
      return votes.isEmpty() ? fromSlot : votes.getLast().slot() + 1;
    }
  }
}
