package io.quorate.paxos.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.Value;
import org.junit.jupiter.api.Test;

/** More members than bits in a word, and slots at several places. */
final class DecisionsTest {

  private final Decisions decisions = new Decisions(4, 70);

  @Test
  void whatIsTakenBackIsOneMembersVoteInOneSlot() {
    for (long slot = 0; slot < 4; slot++) {
      for (int member : new int[] {0, 5, 63, 64, 69}) {
        decisions.count(slot, 7, member);
      }
    }
    decisions.discount(2, 69);
    assertThat(decisions.voters(2)).isEqualTo(4);
    decisions.discount(2, 69);
    decisions.discount(2, 68);
    assertThat(decisions.voters(2)).as("nothing that was not counted").isEqualTo(4);
    decisions.discount(2, 5);

    assertThat(decisions.voters(2)).isEqualTo(3);
    assertThat(decisions.voters(1)).isEqualTo(5);
    assertThat(decisions.voters(3)).isEqualTo(5);
    decisions.count(2, 7, 5);
    decisions.count(2, 7, 69);
    assertThat(decisions.voters(2)).as("those two and no others").isEqualTo(5);
  }

  @Test
  void whoeverCountsAVoteLearnsHowManyThereAre() {
    decisions.count(1, 7, 0);

    assertThat(decisions.count(1, 7, 69)).isEqualTo(2);
    assertThat(decisions.count(1, 7, 69)).as("a repeat").isEqualTo(2);
    assertThat(decisions.count(1, 6, 3)).as("those of the higher ballot").isEqualTo(2);
    assertThat(decisions.count(1, 8, 3)).as("a ballot higher still").isOne();
  }

  @Test
  void aVoteIsReplacedByAHigherOneOnly() {
    Votes votes = new Votes(4);
    votes.put(1, 7, Value.NOOP);

    assertThatThrownBy(() -> votes.put(1, 7, Value.NOOP)).isInstanceOf(AssertionError.class);
    votes.put(1, 8, Value.NOOP);
    assertThat(votes.ballot(1)).isEqualTo(8);
  }
}
