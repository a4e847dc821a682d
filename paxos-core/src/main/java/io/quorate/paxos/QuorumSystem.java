package io.quorate.paxos;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The quorums of a configuration, over the indexes by which tallies count the members of the group.
 * Whoever is no acceptor of the configuration counts for nothing.
 */
public final class QuorumSystem {

  private final boolean[] isAcceptor;
  private final int acceptors;
  private final int phase1;
  private final int phase2;
  private final int recovery;

  QuorumSystem(Configuration configuration, Members members) {
    isAcceptor = new boolean[members.size()];
    for (int node : configuration.acceptors()) {
      int index = members.indexOf(node);
      if (index < 0) {
        throw new IllegalArgumentException("acceptor " + node + " is not known to the group");
      }
      isAcceptor[index] = true;
    }
    acceptors = configuration.quorums().members();
    phase1 = configuration.quorums().phase1();
    phase2 = configuration.quorums().phase2();
    recovery = configuration.quorums().recovery();
  }

  private QuorumSystem(Quorums quorums) {
    isAcceptor = new boolean[quorums.members()];
    Arrays.fill(isAcceptor, true);
    acceptors = quorums.members();
    phase1 = quorums.phase1();
    phase2 = quorums.phase2();
    recovery = quorums.recovery();
  }

  /** Of a group in which everybody votes. */
  public static QuorumSystem of(Quorums quorums) {
    return new QuorumSystem(quorums);
  }

  /** True if the vote of the member with this index counts. */
  public boolean isAcceptor(int member) {
    return isAcceptor[member];
  }

  /** Votes of one ballot that choose a value. */
  public int phase2() {
    return phase2;
  }

  /** True if the promises of these members, by index, make a leader. */
  public boolean isPhase1Quorum(BitSet members) {
    return count(members) >= phase1;
  }

  /** True if the votes of these members, by index, choose a value. */
  public boolean isPhase2Quorum(BitSet members) {
    return count(members) >= phase2;
  }

  /** True if what these members remember, by index, is enough for one that has lost its memory. */
  public boolean isRecoveryQuorum(BitSet members) {
    return count(members) >= recovery;
  }

  private int count(BitSet members) {
    int count = 0;
    for (int member = members.nextSetBit(0); member >= 0; member = members.nextSetBit(member + 1)) {
      count += isAcceptor[member] ? 1 : 0;
    }
    return count;
  }

  /**
   * The highest slot such that every phase-1 quorum has a member that has come so far.
   *
   * @param slots by member's index, how far it has come
   */
  public long reachedInEveryPhase1Quorum(long[] slots) {
    long[] ascending = new long[acceptors];
    int filled = 0;
    for (int member = 0; member < slots.length; member++) {
      if (isAcceptor[member]) {
        ascending[filled++] = slots[member];
      }
    }
    Arrays.sort(ascending);
    return ascending[phase1 - 1];
  }
}
