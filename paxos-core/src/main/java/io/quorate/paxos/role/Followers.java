package io.quorate.paxos.role;

import io.quorate.paxos.QuorumSystem;
import java.util.BitSet;

/**
 * What a leader knows of the members that follow it, from their answers to its heartbeats: how far
 * each has delivered, and how long ago it was last heard.
 */
public final class Followers {

  private final long[] deliveredBelow;
  private final int[] silentTicks;
  private final BitSet following = new BitSet();
  private final int self;
  private final int patienceTicks;

  /**
   * @param members size of the group
   * @param self the leader's index, which needs no answer
   * @param patienceTicks of silence after which a member no longer counts as following
   */
  public Followers(int members, int self, int patienceTicks) {
    this.deliveredBelow = new long[members];
    this.silentTicks = new int[members];
    this.self = self;
    this.patienceTicks = patienceTicks;
  }

  /** The member has answered. */
  public void heard(int member, long delivered) {
    silentTicks[member] = 0;
    deliveredBelow[member] = Math.max(deliveredBelow[member], delivered);
  }

  /** What an earlier self of the member has delivered counts no more. */
  public void voidAcks(int member) {
    deliveredBelow[member] = 0;
  }

  /** Every slot below it the member with this index has said to have delivered. */
  public long deliveredBelow(int member) {
    return deliveredBelow[member];
  }

  /** Ticks since the member with this index was last heard. */
  public int silentTicks(int member) {
    return silentTicks[member];
  }

  /**
   * Members whose votes begin to count: they have been spoken to only now, and are given the time
   * to answer.
   */
  public void expect(QuorumSystem quorums) {
    for (int member = 0; member < silentTicks.length; member++) {
      silentTicks[member] = quorums.isAcceptor(member) ? 0 : silentTicks[member];
    }
  }

  /** One tick; true while those who follow, the leader among them, can choose values. */
  public boolean areQuorum(QuorumSystem quorums) {
    following.clear();
    for (int member = 0; member < silentTicks.length; member++) {
      if (member != self && silentTicks[member] < patienceTicks) {
        silentTicks[member]++;
      }
      following.set(member, silentTicks[member] < patienceTicks);
    }
    return quorums.isPhase2Quorum(following);
  }

  /**
   * By member's index, the slot below which it has delivered everything; not to be changed.
   *
   * @param own the leader's next slot
   */
  public long[] deliveredBelow(long own) {
    deliveredBelow[self] = own;
    return deliveredBelow;
  }
}
