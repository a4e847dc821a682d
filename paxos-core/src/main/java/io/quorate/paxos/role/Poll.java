package io.quorate.paxos.role;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configurations.Epoch;
import java.util.BitSet;
import java.util.List;

/** Who would welcome a candidacy. It binds nobody; promises are asked for afterwards. */
public final class Poll {

  private final Ballot ballot;
  private final List<Epoch> epochs;
  private final BitSet supporters = new BitSet();

  /**
   * @param ballot that would be stood for
   * @param epochs the configurations that govern the slots open to the candidate
   */
  public Poll(Ballot ballot, List<Epoch> epochs) {
    this.ballot = ballot;
    this.epochs = List.copyOf(epochs);
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
    return epochs.stream().allMatch(each -> each.quorums().isPhase1Quorum(supporters));
  }
}
