package io.quorate.paxos.role;

import java.util.Arrays;

/**
 * What a leader knows of the members that follow it, from their answers to its heartbeats: how far
 * each has delivered, and how long ago it was last heard.
 */
public final class Followers {

  private final long[] deliveredBelow;
  private final int[] silentTicks;
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

  /** One tick; true while so many members, the leader among them, follow. */
  public boolean areAtLeast(int quorum) {
    int following = 0;
    for (int member = 0; member < silentTicks.length; member++) {
      silentTicks[member] += member == self ? 0 : 1;
      following += silentTicks[member] < patienceTicks ? 1 : 0;
    }
    return following >= quorum;
  }

  /**
   * The slot below which so many members have delivered everything.
   *
   * @param own the leader's next slot
   */
  public long deliveredByAtLeast(int members, long own) {
    deliveredBelow[self] = own;
    long[] ascending = deliveredBelow.clone();
    Arrays.sort(ascending);
    return ascending[ascending.length - members];
  }
}
