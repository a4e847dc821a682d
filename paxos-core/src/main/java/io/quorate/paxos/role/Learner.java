package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configurations;
import io.quorate.paxos.QuorumSystem;
import io.quorate.paxos.Value;
import io.quorate.paxos.log.Decisions;
import org.jspecify.annotations.Nullable;

/**
 * Counts votes, notices what is chosen, and hands values out in slot order.
 *
 * <p>LEARN carries no value, so a quorum can be known before the value is. The value then comes
 * from an ACCEPT or from the own acceptor's vote: any value proposed in the chosen ballot <em>or a
 * higher one</em> is the chosen value, because a later leader can only have proposed that one
 * again. Failing both, the value is asked for.
 */
public final class Learner {

  private final Decisions decisions;
  private final Configurations configurations;
  private long nextSlot;

  /**
   * @param windowSlots slots side by side that it holds
   * @param members size of the group
   * @param configurations whose votes count in which slot, and how many choose a value
   */
  public Learner(int windowSlots, int members, Configurations configurations) {
    this.decisions = new Decisions(windowSlots, members);
    this.configurations = configurations;
  }

  /** The slot to be delivered next; every slot below it has been delivered. */
  public long nextSlot() {
    return nextSlot;
  }

  /** One more than the highest slot that anything is known of, be it that it was delivered. */
  public long end() {
    return Math.max(decisions.end(), nextSlot);
  }

  /**
   * Counts the vote of the member with this index (0 to members − 1), if it is an acceptor of the
   * configuration that governs the slot.
   *
   * @return true if a quorum is known for the slot, and its value is not
   */
  public boolean learn(int member, Ballot ballot, long slot) {
    if (decisions.chosen(slot) != null) {
      return false;
    }
    QuorumSystem quorums = configurations.at(slot);
    int voters =
        quorums.isAcceptor(member)
            ? decisions.count(slot, ballot.packed(), member)
            : decisions.voters(slot);
    return voters >= quorums.phase2();
  }

  /**
   * The votes of an earlier self of the member with this index count no more where they have not
   * helped to choose yet.
   */
  public void voidVotes(int member) {
    for (long slot = nextSlot; slot < decisions.end(); slot++) {
      if (!isDecided(slot)) {
        decisions.discount(slot, member);
      }
    }
  }

  /** True if a quorum is known for the slot, whether or not its value is. */
  public boolean isDecided(long slot) {
    return decisions.chosen(slot) != null || hasQuorum(slot);
  }

  private boolean hasQuorum(long slot) {
    return decisions.voters(slot) >= configurations.at(slot).phase2();
  }

  /** The chosen value, or null if it is not known here, or no more. */
  public @Nullable Value chosen(long slot) {
    return decisions.chosen(slot);
  }

  /**
   * Offers a value that was proposed for the slot; it is the chosen one if a quorum of the same or
   * a lower ballot is known.
   *
   * @param ballot packed ballot of the proposal
   */
  public void offer(long ballot, long slot, Value value) {
    if (decisions.chosen(slot) == null && hasQuorum(slot) && ballot >= decisions.ballot(slot)) {
      decisions.choose(slot, value);
    }
  }

  /** Takes the chosen value of a slot from a replica that knows it. */
  public void choose(long slot, Value value) {
    decisions.choose(slot, value);
  }

  /** Goes on at a later slot: what lies below it came in another way, as a whole. */
  public void skipTo(long slot) {
    assert slot > nextSlot : "back from slot " + nextSlot + " to " + slot;
    nextSlot = slot;
  }

  /** The next value in slot order if it is known; the slot then counts as delivered. */
  public @Nullable Value deliverNext() {
    Value value = decisions.chosen(nextSlot);
    if (value != null) {
      nextSlot++;
    }
    return value;
  }
}
