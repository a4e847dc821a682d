package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("ballots")
final class BallotProperties {

  @Property
  void packedBallotsCompareAsRoundThenNode(
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int round,
      @ForAll @IntRange(max = 0xFFFF) int node,
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int otherRound,
      @ForAll @IntRange(max = 0xFFFF) int otherNode) {
    Ballot one = new Ballot(round, node);
    Ballot other = new Ballot(otherRound, otherNode);
    int expected =
        round != otherRound ? Integer.compare(round, otherRound) : Integer.compare(node, otherNode);

    assertThat(Integer.signum(one.compareTo(other))).isEqualTo(expected);
    assertThat(Integer.signum(Long.compare(one.packed(), other.packed()))).isEqualTo(expected);
    assertThat(Ballot.ofPacked(one.packed())).isEqualTo(one);
    assertThat(one.packed()).isGreaterThan(Ballot.NONE);
  }
}
