package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import java.util.BitSet;

/** Who would welcome a candidacy. It binds nobody; promises are asked for afterwards. */
public final class Poll {

  private final Ballot ballot;
  private final int quorum;
  private final BitSet supporters = new BitSet();

  /**
   * @param ballot that would be stood for
   * @param quorum promises that it would take
   */
  public Poll(Ballot ballot, int quorum) {
    this.ballot = ballot;
    this.quorum = quorum;
  }

  public Ballot ballot() {
    return ballot;
  }

  /** The member with this index supports it. */
  public void support(int member) {
    supporters.set(member);
  }

  /** True if the member with this index has said so. */
  public boolean supports(int member) {
    return supporters.get(member);
  }

  /** True if so many support it that they could elect. */
  public boolean isWelcome() {
    return supporters.cardinality() >= quorum;
  }
}
