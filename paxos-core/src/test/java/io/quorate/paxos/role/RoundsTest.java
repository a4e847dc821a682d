package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.QuorumSystem;
import io.quorate.paxos.Quorums;
import org.junit.jupiter.api.Test;

/** Rounds of a leader, index 0, among three. */
final class RoundsTest {

  private static final QuorumSystem MAJORITY = QuorumSystem.of(Quorums.majority(3));

  private final Rounds rounds = new Rounds(3, 0);

  @Test
  void aRoundIsConfirmedByTheLeaderAndOneMore() {
    assertThat(rounds.begin()).isTrue();
    long first = rounds.begun();
    assertThat(rounds.isConfirmed(MAJORITY)).isFalse();

    rounds.echo(2, first);
    assertThat(rounds.confirmed(MAJORITY)).isEqualTo(first);
    assertThat(rounds.isConfirmed(MAJORITY)).isTrue();

    rounds.begin();
    assertThat(rounds.begun()).isGreaterThan(first);
    assertThat(rounds.confirmed(MAJORITY)).as("the later one is under way").isEqualTo(first);
  }

  @Test
  void anEchoOfARoundThatWasNotBegunProvesNothing() {
    rounds.begin();
    rounds.echo(1, rounds.begun() + 1);

    assertThat(rounds.isConfirmed(MAJORITY)).isFalse();
    assertThat(rounds.areFresh(5, MAJORITY)).isFalse();
  }

  @Test
  void aHeartbeatCarriesARoundWhileSomebodyWaits() {
    rounds.begin();
    assertThat(rounds.wanted()).isZero();
    rounds.want(true);
    assertThat(rounds.wanted()).isEqualTo(rounds.begun());
    rounds.want(false);
    assertThat(rounds.wanted()).isZero();
  }

  /** The leader needs no answer of its own: one other's is enough, for as long as it is young. */
  @Test
  void oneOthersAnswerIsFreshForSoManyTicks() {
    rounds.begin();
    rounds.echo(1, rounds.begun());

    for (int tick = 0; tick <= 4; tick++) {
      assertThat(rounds.areFresh(4, MAJORITY)).as("after %s ticks", tick).isTrue();
      rounds.tick();
    }
    assertThat(rounds.areFresh(4, MAJORITY)).as("after five").isFalse();
  }

  @Test
  void withoutAnyAnswerNothingIsFresh() {
    rounds.begin();

    assertThat(rounds.areFresh(1_000, MAJORITY)).isFalse();
  }

  /** The number of a round tells its tick, so a tick has only so many. */
  @Test
  void aTickRunsOutOfRounds() {
    for (int round = 0; round < 1 << 16; round++) {
      assertThat(rounds.begin()).isTrue();
    }
    long last = rounds.begun();

    assertThat(rounds.begin()).isFalse();
    assertThat(rounds.begun()).isEqualTo(last);
    rounds.tick();
    assertThat(rounds.begin()).isTrue();
    assertThat(rounds.begun()).isGreaterThan(last);
  }
}
