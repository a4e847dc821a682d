package io.quorate.paxos;

/**
 * A ballot: the right of one node to propose, ordered by round and then by node. A node owns every
 * ballot that carries its id, so two nodes never propose in the same ballot.
 *
 * <p>Round 0 is a round like any other (the first leader's). "No ballot" is {@link #NONE}, which is
 * below every ballot and exists only in packed form.
 *
 * @param round 0 to 2³¹−1
 * @param node owner, 0 to 65535
 */
public record Ballot(int round, int node) implements Comparable<Ballot> {

  /** Packed form of "no ballot"; below the packed form of every ballot. */
  public static final long NONE = -1L;

  private static final int NODE_BITS = 16;
  private static final int NODE_MASK = (1 << NODE_BITS) - 1;

  public Ballot {
    if (round < 0 || node < 0 || node > NODE_MASK) {
      throw new IllegalArgumentException("no such ballot: round " + round + ", node " + node);
    }
  }

  /** The ballot that {@link #packed()} gave as {@code packed}. */
  public static Ballot ofPacked(long packed) {
    assert packed != NONE : "no ballot";
    return new Ballot((int) (packed >>> NODE_BITS), (int) packed & NODE_MASK);
  }

  /** This ballot as a number that compares as the ballot does; what the slot arrays hold. */
  public long packed() {
    return (long) round << NODE_BITS | node;
  }

  @Override
  public int compareTo(Ballot other) {
    return Long.compare(packed(), other.packed());
  }

  /** {@code round.node}, as traces print it. */
  @Override
  public String toString() {
    return round + "." + node;
  }
}
