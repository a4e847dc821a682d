package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.log.Votes;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Recovered;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.wire.Sizes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the protocol: what was promised, and what was voted for.
 *
 * <p>Two rules make Paxos safe ("Paxos Made Simple", section 2.2): an acceptor never votes in a
 * ballot below the one it has promised, and whoever asks for a promise is told every vote.
 */
public final class Acceptor {

  private final int windowSlots;
  private final int pageBytesMax;
  private final Votes votes;
  private long promised;

  /**
   * @param initial the first leader's ballot: everybody boots having promised it, which is why that
   *     leader needs no phase 1
   * @param windowSlots slots side by side whose votes it holds
   * @param messageBytesMax largest message; a promise that would be longer is cut into pages
   */
  public Acceptor(Ballot initial, int windowSlots, int messageBytesMax) {
    this.promised = initial.packed();
    this.windowSlots = windowSlots;
    this.votes = new Votes(windowSlots);
    this.pageBytesMax = messageBytesMax - Sizes.HEADER;
  }

  /** The highest ballot promised; never falls. */
  public Ballot promised() {
    return Ballot.ofPacked(promised);
  }

  /** True if this is the highest ballot promised. */
  public boolean hasPromised(Ballot ballot) {
    return promised == ballot.packed();
  }

  /** True if the ballot is below what was promised, so that its owner is to be refused. */
  public boolean refuses(Ballot ballot) {
    return ballot.packed() < promised;
  }

  /** Promises the ballot; the caller has made sure that it is not refused. */
  public void promise(Ballot ballot) {
    if (refuses(ballot)) {
      throw new AssertionError("promised " + promised() + ", asked to fall back to " + ballot);
    }
    promised = ballot.packed();
  }

  /**
   * Votes for the value, unless it has voted for the slot in this very ballot already: the owner
   * proposes one value a slot and ballot, so a repeat changes nothing.
   *
   * @return true if the vote is new
   */
  public boolean vote(Ballot ballot, long slot, Value value) {
    promise(ballot);
    if (votes.ballot(slot) == ballot.packed()) {
      return false;
    }
    votes.put(slot, ballot.packed(), value);
    return true;
  }

  /** Takes a vote back into memory that was cast before memory was lost; no promise comes of it. */
  public void recall(Ballot ballot, long slot, Value value) {
    votes.put(slot, ballot.packed(), value);
  }

  /** One more than the highest slot with a vote; 0 if there is none. */
  public long votesEnd() {
    return votes.end();
  }

  /** Packed ballot of the vote for the slot, or {@link Ballot#NONE}. */
  public long votedBallot(long slot) {
    return votes.ballot(slot);
  }

  /** The value voted for, or null. */
  public @Nullable Value votedValue(long slot) {
    return votes.value(slot);
  }

  /**
   * Notes that votes below this slot are not held. The caller has delivered everything below it:
   * whoever asks for less is told, and must catch up before it can lead.
   */
  public void forgetBelow(long slot) {
    votes.forgetBelow(slot);
  }

  /**
   * True if what this member tells makes a candidate find out that it is too far behind to lead
   * ({@link Candidate#isOutrun}).
   *
   * @param fromSlot the first slot that the candidate has not delivered
   */
  public boolean outruns(long fromSlot) {
    return votes.heldFrom() > fromSlot || votes.end() > fromSlot + windowSlots;
  }

  /**
   * The promise of the current ballot, with as many votes from {@code fromSlot} on as fit. Votes
   * that were forgotten are not among them; the asker learns below which slot that may be so.
   *
   * @param watermark as this replica knows it
   * @param known what goes with the last page
   */
  public Promise page(long fromSlot, long watermark, Incarnations known) {
    Page page = votesFrom(fromSlot, known);
    return new Promise(
        promised(),
        fromSlot,
        page.votes(),
        page.nextSlot(),
        page.last(),
        watermark,
        votes.heldFrom(),
        page.last() ? known : Incarnations.FIRST);
  }

  /**
   * What one without memory is told: as a promise, of the highest ballot promised, and with the
   * votes for what is not delivered.
   *
   * @param incarnation of the asker
   * @param fromSlot as asked for
   * @param watermark as this replica knows it
   * @param deliveredBelow every slot below it is delivered here
   * @param known what goes with the last page
   */
  public Recovered tell(
      int incarnation, long fromSlot, long watermark, long deliveredBelow, Incarnations known) {
    Page page = votesFrom(Math.max(fromSlot, deliveredBelow), known);
    return new Recovered(
        incarnation,
        promised(),
        fromSlot,
        page.votes(),
        page.last(),
        watermark,
        deliveredBelow,
        page.last() ? known : Incarnations.FIRST);
  }

  /**
   * Takes for its own memory what others have told.
   *
   * @param highest ballot that any of them has promised
   * @param told ascending by slot, within a window from {@code heldFrom} on
   * @param heldFrom votes below it are not held; everything below it is delivered
   */
  public void remember(Ballot highest, Collection<Vote> told, long heldFrom) {
    promise(highest);
    for (Vote vote : told) {
      votes.put(vote.slot(), vote.ballot().packed(), vote.value());
    }
    forgetBelow(heldFrom);
  }

  private record Page(List<Vote> votes, long nextSlot, boolean last) {}

  /** As many votes as fit; it is the last page only if what goes with that fits, too. */
  private Page votesFrom(long fromSlot, Incarnations known) {
    List<Vote> page = new ArrayList<>();
    int room = pageBytesMax;
    for (long slot = Math.max(fromSlot, votes.heldFrom()); slot < votes.end(); slot++) {
      Value value = votes.value(slot);
      if (value == null) {
        continue;
      }
      room -= Sizes.VOTE + value.bytes().length;
      if (room < 0) {
        assert !page.isEmpty() : "a single vote does not fit a page";
        return new Page(page, slot, false);
      }
      page.add(new Vote(slot, Ballot.ofPacked(votes.ballot(slot)), value));
    }
    long nextSlot = Math.max(fromSlot, votes.end());
    return new Page(page, nextSlot, room >= Sizes.of(known));
  }
}
