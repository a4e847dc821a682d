package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Timing;

/**
 * The owner of a ballot for which a quorum has promised: gives slots out, each once, and knows when
 * to repeat itself.
 */
public final class Leader {

  private final Ballot ballot;
  private final Timing timing;
  private final InHand inHand = new InHand();
  private final Followers followers;
  private final Rounds rounds;
  private long nextSlot;
  private long repeatBelow;
  private long repeatEnd;
  private long repeatedTo;
  private int heartbeatIn;
  private int repeatIn;
  private boolean paused;
  private boolean leaseReleased;
  private long deliveredBefore;
  private int stuckTicks;
  private long version;
  private long changeSlot = -1;

  /**
   * @param ballot owned by this node
   * @param nextSlot the first slot that this ballot may give out
   * @param timing intervals in ticks
   * @param followers nobody has answered yet
   * @param rounds none begun yet
   */
  public Leader(Ballot ballot, long nextSlot, Timing timing, Followers followers, Rounds rounds) {
    this.ballot = ballot;
    this.nextSlot = nextSlot;
    this.repeatBelow = nextSlot;
    this.repeatEnd = nextSlot;
    this.repeatedTo = nextSlot;
    this.timing = timing;
    this.followers = followers;
    this.rounds = rounds;
    this.heartbeatIn = timing.heartbeatTicks();
    this.repeatIn = timing.retransmitTicks();
  }

  public Ballot ballot() {
    return ballot;
  }

  /** What the other members have answered. */
  public Followers followers() {
    return followers;
  }

  /** By which it learns that it still leads. */
  public Rounds rounds() {
    return rounds;
  }

  /** The slot that the next value will get. */
  public long nextSlot() {
    return nextSlot;
  }

  /** Gives no new slot out for a while: this leader is about to hand over. */
  public void pause() {
    paused = true;
  }

  /** The hand-over has come to nothing. */
  public void resume() {
    paused = false;
  }

  /** True while no new slot is given out. */
  public boolean isPaused() {
    return paused;
  }

  /** In this ballot no read is served from a lease any more; others may have been told so. */
  public void releaseLease() {
    leaseReleased = true;
  }

  /** True once the lease of this ballot was released, for good. */
  public boolean isLeaseReleased() {
    return leaseReleased;
  }

  /** Gives the next slot out; it is never given out again in this ballot. */
  public long takeSlot() {
    return nextSlot++;
  }

  /** The requests that have a slot and are not delivered yet. */
  public InHand inHand() {
    return inHand;
  }

  /** The newest configuration of which a quorum has promised this ballot. */
  public long version() {
    return version;
  }

  /** Quorums of all configurations up to this version have promised. */
  public void promisedUpTo(long newVersion) {
    version = newVersion;
  }

  /** The slot in which this leader has last proposed a change of the configuration; −1 if none. */
  public long changeSlot() {
    return changeSlot;
  }

  /** Notes that a change is proposed in this slot. */
  public void proposesChange(long slot) {
    changeSlot = Math.max(changeSlot, slot);
  }

  /** One tick; true when a heartbeat is due. */
  public boolean heartbeatDue() {
    if (--heartbeatIn > 0) {
      return false;
    }
    heartbeatIn = timing.heartbeatTicks();
    return true;
  }

  /** One tick; true when what is not chosen yet is to be proposed again. */
  public boolean repeatDue() {
    if (--repeatIn > 0) {
      return false;
    }
    repeatIn = timing.retransmitTicks();
    return true;
  }

  /**
   * One tick; true when slots have been open for as long as the most patient member waits, and none
   * was delivered: then this node has lost its quorum.
   *
   * @param delivered the next slot to be delivered here
   * @param blocked true if it may give no slot out for want of promises
   */
  public boolean isStuck(long delivered, boolean blocked) {
    boolean waits = delivered == deliveredBefore && (delivered < nextSlot || blocked);
    stuckTicks = waits ? stuckTicks + 1 : 0;
    deliveredBefore = delivered;
    return stuckTicks >= timing.electionTicksMax();
  }

  /** Starts the next interval; what was proposed before the one that ends may be repeated. */
  public void turnRepeat() {
    repeatEnd = repeatBelow;
    repeatBelow = nextSlot;
  }

  /** One more than the last slot that may be repeated in this interval. */
  public long repeatEnd() {
    return repeatEnd;
  }

  /** Notes that every slot below this one that may be repeated in this interval has been. */
  public void repeated(long below) {
    repeatedTo = below;
  }

  /**
   * True if what was repeated is chosen up to {@code nextSlot} and there is more: a long backlog
   * goes as fast as it is voted for, and not a batch an interval.
   */
  public boolean mayRepeatMore(long nextSlot) {
    return repeatedTo < repeatEnd && nextSlot >= repeatedTo;
  }
}
