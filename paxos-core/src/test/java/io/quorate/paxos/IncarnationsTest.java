package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is known of others' starts only grows, whatever order it comes in. */
final class IncarnationsTest {

  private static final int LAST = -1;

  @Test
  void whoeverIsNotKnownToHaveStartedAgainIsInItsFirstIncarnation() {
    assertThat(Incarnations.FIRST.of(7)).isEqualTo(1);
    assertThat(Incarnations.FIRST.with(7, 1)).isSameAs(Incarnations.FIRST);
    assertThat(Incarnations.FIRST.with(7, 0)).isSameAs(Incarnations.FIRST);
  }

  @Test
  void aLaterStartIsNewsAndAnEarlierOneIsNot() {
    Incarnations known = Incarnations.FIRST.with(7, 3);

    assertThat(known.of(7)).isEqualTo(3);
    assertThat(known.with(7, 2)).isSameAs(known);
    assertThat(known.with(7, 4).of(7)).isEqualTo(4);
    assertThat(known.of(7)).as("it is immutable").isEqualTo(3);
  }

  @Test
  void incarnationsHaveNoSign() {
    Incarnations beforeTheSignBit = Incarnations.FIRST.with(7, Integer.MAX_VALUE);
    Incarnations behindIt = beforeTheSignBit.with(7, Integer.MIN_VALUE);

    assertThat(behindIt.of(7)).isEqualTo(Integer.MIN_VALUE);
    assertThat(behindIt.with(7, LAST).of(7)).isEqualTo(LAST);
    assertThat(behindIt.with(7, LAST).with(7, 1).of(7)).as("it never wraps").isEqualTo(LAST);
    assertThat(behindIt.with(7, LAST)).hasToString("7:4294967295");
  }

  @Test
  void aMergeTakesTheLaterOfEach() {
    Incarnations one = Incarnations.FIRST.with(2, 5).with(9, 2);
    Incarnations other = Incarnations.FIRST.with(9, 3).with(4, 2).with(2, 4);

    assertThat(one.merge(other)).isEqualTo(other.merge(one)).hasToString("2:5 4:2 9:3");
    assertThat(one.merge(other)).hasSameHashCodeAs(other.merge(one));
    assertThat(one.merge(Incarnations.FIRST)).isSameAs(one);
    assertThat(one.merge(one.with(9, 2))).isSameAs(one);
    assertThat(one).isNotEqualTo(other);
  }
}
