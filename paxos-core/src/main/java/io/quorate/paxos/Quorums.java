package io.quorate.paxos;

/**
 * How many members must answer in each phase.
 *
 * <p>Any phase-1 quorum must share a member with any phase-2 quorum (Howard, Malkhi and Spiegelman,
 * "Flexible Paxos", 2016); majorities do.
 *
 * @param members size of the group, at least 1
 * @param phase1 promises that make a leader
 * @param phase2 votes that choose a value
 */
public record Quorums(int members, int phase1, int phase2) {

  public Quorums {
    if (members < 1 || phase1 < 1 || phase2 < 1 || phase1 > members || phase2 > members) {
      throw new IllegalArgumentException(
          "quorum sizes " + phase1 + " and " + phase2 + " do not fit " + members + " members");
    }
    if (phase1 + phase2 <= members) {
      throw new IllegalArgumentException(
          "quorums of " + phase1 + " and " + phase2 + " of " + members + " need not intersect");
    }
  }

  /** Members of whom each phase-1 quorum contains at least one. */
  public int meetingPhase1() {
    return members - phase1 + 1;
  }

  /**
   * Members with a memory that one without must ask: enough to meet every set of members whose
   * words are counted, be it promises, votes, or what a watermark stands for; {@code Recovery} has
   * the argument. If it is not less than {@code members}, nobody can lose its memory without harm.
   */
  public int recovery() {
    return Math.max(phase1, Math.max(members - phase1, members - phase2) + 1);
  }

  /** Majorities in both phases. */
  public static Quorums majority(int members) {
    int majority = members / 2 + 1;
    return new Quorums(members, majority, majority);
  }
}
