package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configurations.Epoch;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message.Prepare;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Vote;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Phase 1 of one ballot: collects promises, each in pages, and for every slot the vote of the
 * highest ballot.
 *
 * <p>A page is asked for only when the one before has come, so a long history never floods a link,
 * and a lost page costs one repetition.
 */
public final class Candidate {

  private static final long COMPLETE = -1;

  private final Ballot ballot;
  private final @Nullable Ballot handedOver;
  private final long fromSlot;
  private final long slotsEnd;
  private final List<Epoch> epochs;
  private final long[] nextPage;
  private final NavigableMap<Long, Vote> highest = new TreeMap<>();
  private final BitSet complete = new BitSet();
  private long chosenBelow;

  /**
   * @param ballot owned by this node, higher than any it has seen
   * @param handedOver the ballot whose owner has this node take its place; null if none has
   * @param fromSlot every slot below it is known to be chosen here
   * @param windowSlots slots above {@code fromSlot} that a vote may be for
   * @param members size of the group
   * @param epochs the configurations that govern these slots, as far as it is known; a quorum of
   *     each must promise
   */
  public Candidate(
      Ballot ballot,
      @Nullable Ballot handedOver,
      long fromSlot,
      int windowSlots,
      int members,
      List<Epoch> epochs) {
    this.ballot = ballot;
    this.handedOver = handedOver;
    this.fromSlot = fromSlot;
    this.slotsEnd = fromSlot + windowSlots;
    this.epochs = List.copyOf(epochs);
    this.nextPage = new long[members];
    Arrays.fill(nextPage, fromSlot);
  }

  public Ballot ballot() {
    return ballot;
  }

  /** True if the leader before has this node take its place. */
  public boolean isHeir() {
    return handedOver != null;
  }

  /** The first slot that the take-over is about. */
  public long fromSlot() {
    return fromSlot;
  }

  /** True if the member with this index has sent all its votes. */
  public boolean isComplete(int member) {
    return nextPage[member] == COMPLETE;
  }

  /** What to ask the member next. */
  public Prepare ask(int member) {
    assert !isComplete(member) : "nothing to ask of a member that has told everything";
    return new Prepare(ballot, nextPage[member], handedOver);
  }

  /**
   * Takes a page in.
   *
   * @return true if it was the page that was asked for; a repeated or foreign one changes nothing
   */
  public boolean promise(int member, Promise page) {
    if (!page.ballot().equals(ballot) || page.fromSlot() != nextPage[member]) {
      return false;
    }
    if (!page.last() && page.nextSlot() <= page.fromSlot()) {
      return false;
    }
    chosenBelow = Math.max(chosenBelow, page.heldFrom());
    for (Vote vote : page.votes()) {
      if (vote.slot() >= slotsEnd) {
        // Whoever votes has delivered all but a window below its vote.
        chosenBelow = Math.max(chosenBelow, vote.slot() - (slotsEnd - fromSlot) + 1);
      } else if (vote.slot() >= fromSlot) {
        highest.merge(vote.slot(), vote, Candidate::higher);
      }
    }
    if (page.last()) {
      nextPage[member] = COMPLETE;
      complete.set(member);
    } else {
      nextPage[member] = page.nextSlot();
    }
    return true;
  }

  /** Of two votes for a slot, the one of the higher ballot. */
  public static Vote higher(Vote one, Vote other) {
    return other.ballot().compareTo(one.ballot()) > 0 ? other : one;
  }

  /**
   * The promise of an earlier self of the member with this index counts no more; it is to be asked
   * again. The votes that it told were cast all the same.
   */
  public void voidPromise(int member) {
    complete.clear(member);
    nextPage[member] = fromSlot;
  }

  /**
   * True if this node has fallen too far behind to lead. A member may have forgotten a vote for a
   * slot that is open here, since it has delivered that slot; or has voted for one beyond the
   * window, which this node could not propose again. In either case it must not propose another
   * value in its place.
   */
  public boolean isOutrun() {
    return chosenBelow > fromSlot;
  }

  /** Every slot below this one is chosen, by what the members have told. */
  public long chosenBelow() {
    return chosenBelow;
  }

  /** True if the votes are known that a leader must know of. */
  public boolean hasQuorum() {
    return !isOutrun() && epochs.stream().allMatch(each -> each.quorums().isPhase1Quorum(complete));
  }

  /** The version of the newest configuration of which a quorum is asked. */
  public long version() {
    return epochs.getLast().configuration().version();
  }

  /** One more than the highest slot that any vote was reported for; {@code fromSlot} if none. */
  public long votesEnd() {
    Map.Entry<Long, Vote> last = highest.lastEntry();
    return last == null ? fromSlot : last.getKey() + 1;
  }

  /**
   * The only value that may be proposed for the slot: that of the highest vote, or a no-op where no
   * promise told of a vote, since then nothing can have been chosen in a lower ballot.
   */
  public Value valueFor(long slot) {
    Vote vote = highest.get(slot);
    return vote == null ? Value.NOOP : vote.value();
  }
}
