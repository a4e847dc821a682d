package io.quorate.paxos.role;

import io.quorate.paxos.QuorumSystem;

/**
 * Rounds of heartbeats by which a leader learns that it led at a time after it asked: each
 * heartbeat may carry a round's number, and each answer echoes it.
 *
 * <p>A round is confirmed once it, or a later one, is answered by members among whom every phase-1
 * quorum has one. Each of them had promised no higher ballot when it answered, so no leader of a
 * higher ballot had been elected when the round began, and none had got anything chosen. (A phase-2
 * quorum always has so many; where phase 1 is large, fewer will do.)
 *
 * <p>A round's number is the leader's tick at which it began, and a count within that tick. So an
 * answer says by itself when the heartbeat that it answers was sent, and nothing need be remembered
 * of rounds. If a tick runs out of numbers, reads wait for the next.
 */
public final class Rounds {

  private static final int COUNT_BITS = 16;
  private static final long LAST_OF_TICK = (1L << COUNT_BITS) - 1;
  private static final long NONE = 0;

  private final long[] echoed;
  private final int self;
  private long tick = 1;
  private long begun = NONE;
  private boolean wanted;

  /**
   * @param members size of the group
   * @param self the leader's index, which needs no answer
   */
  public Rounds(int members, int self) {
    this.echoed = new long[members];
    this.self = self;
  }

  /** One tick of the leader's clock. */
  public void tick() {
    tick++;
  }

  /**
   * Begins a round, whose number the next heartbeat carries.
   *
   * @return false if this tick has no more numbers
   */
  public boolean begin() {
    long next = Math.max(begun + 1, tick << COUNT_BITS);
    if (next >>> COUNT_BITS != tick) {
      return false;
    }
    begun = next;
    return true;
  }

  /** The latest round; 0 if none was begun. */
  public long begun() {
    return begun;
  }

  /** Has heartbeats carry the latest round, as long as somebody waits for it. */
  public void want(boolean somebodyWaits) {
    wanted = somebodyWaits;
  }

  /** The round that a heartbeat is to carry; 0 if nobody waits for it. */
  public long wanted() {
    return wanted ? begun : NONE;
  }

  /** Every round up to this one is confirmed; 0 if none is. */
  public long confirmed(QuorumSystem quorums) {
    echoed[self] = begun;
    return quorums.reachedInEveryPhase1Quorum(echoed);
  }

  /** True if the latest round is confirmed: none is under way. */
  public boolean isConfirmed(QuorumSystem quorums) {
    return confirmed(quorums) == begun;
  }

  /** The member has answered a heartbeat of this round; one of no round proves nothing. */
  public void echo(int member, long round) {
    if (round > echoed[member] && round <= begun) {
      echoed[member] = round;
    }
  }

  /**
   * True if members among whom every phase-1 quorum has one have answered heartbeats that were sent
   * at most so many ticks ago, each its own.
   */
  public boolean areFresh(int ticks, QuorumSystem quorums) {
    echoed[self] = tick << COUNT_BITS | LAST_OF_TICK; // It relies on itself as of now.
    long oldest = quorums.reachedInEveryPhase1Quorum(echoed);
    return oldest != NONE && tick - (oldest >>> COUNT_BITS) <= ticks;
  }
}
