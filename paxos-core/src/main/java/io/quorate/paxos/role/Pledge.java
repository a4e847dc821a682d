package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import org.jspecify.annotations.Nullable;

/**
 * What a follower owes to the leader whose heartbeat it answered last: for the ticks of a lease it
 * promises nobody else, supports nobody else, and does not stand. It still obeys whoever leads
 * already in a higher ballot: that one has found enough members who were bound no more.
 *
 * <p>A later pledge, to a higher ballot, takes the place of an earlier one. That is no breach: the
 * new leader was elected by a quorum that has a member in common with every set of members on which
 * the former could rely, and that member's pledge had ended.
 *
 * <p>The pledge ends early only by the will of the leader that it was given to: when that node asks
 * for a promise itself, it has ceased to lead in its former ballot; when it has handed the ballot
 * over, it answers nothing from a lease of that ballot any more.
 */
public final class Pledge {

  private final int leaseTicks;

  /** Who may rely on it; null while it is not known. */
  private @Nullable Ballot ballot;

  private int ticksLeft;

  /**
   * @param leaseTicks length of a lease; 0 if there are none, and nothing ever binds
   */
  public Pledge(int leaseTicks) {
    this.leaseTicks = leaseTicks;
  }

  /** Binds this member from now on to the leader in the ballot, whom it answers. */
  public void give(Ballot to) {
    ballot = to;
    ticksLeft = leaseTicks;
  }

  /** The node has started again and does not know what it pledged: it is bound against all. */
  public void startedAgain() {
    ballot = null;
    ticksLeft = leaseTicks;
  }

  /** One tick of the own clock. */
  public void tick() {
    if (ticksLeft > 0) {
      ticksLeft--;
    }
  }

  /**
   * True if nothing may be promised to the node now.
   *
   * @param handedOver the ballot that its owner has handed over to the node, if there is one
   */
  public boolean bindsAgainst(int node, @Nullable Ballot handedOver) {
    if (ticksLeft == 0) {
      return false;
    }
    Ballot to = ballot;
    return to == null || (to.node() != node && !to.equals(handedOver));
  }
}
