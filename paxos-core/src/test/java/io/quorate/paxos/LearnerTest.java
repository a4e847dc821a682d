package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.role.Learner;
import org.junit.jupiter.api.Test;

/** Counting votes of three members, of whom two choose. */
final class LearnerTest {

  private static final Ballot LOW = new Ballot(1, 2);
  private static final Ballot HIGH = new Ballot(2, 3);
  private static final Value A = Value.of(1, 1, new byte[] {'a'});

  private final Learner learner = Member.fresh(ReplicaConfig.of(1, 3), 1).learner();

  @Test
  void aValueIsWantedOnceAQuorumIsKnown() {
    assertThat(learner.learn(0, LOW, 5)).isFalse();
    assertThat(learner.learn(0, LOW, 5)).as("the same member again").isFalse();
    assertThat(learner.learn(1, LOW, 5)).isTrue();
    assertThat(learner.isDecided(5)).isTrue();
    assertThat(learner.chosen(5)).isNull();
  }

  @Test
  void aValueThatIsKnownIsNotWanted() {
    learner.choose(5, A);

    assertThat(learner.learn(0, LOW, 5)).isFalse();
    assertThat(learner.learn(1, LOW, 5)).isFalse();
  }

  @Test
  void aValueOfALowerBallotThanTheQuorumsIsNotTaken() {
    learner.learn(0, HIGH, 5);
    learner.learn(1, HIGH, 5);

    learner.offer(LOW.packed(), 5, A);
    assertThat(learner.chosen(5)).isNull();
    learner.offer(HIGH.packed(), 5, A);
    assertThat(learner.chosen(5)).isEqualTo(A);
  }

  @Test
  void votesOfAnEarlierSelfCountUnlessTheyHaveChosen() {
    learner.learn(0, LOW, 5);
    learner.learn(1, LOW, 5);
    learner.learn(1, LOW, 6);
    learner.voidVotes(1);

    assertThat(learner.isDecided(5)).as("it was chosen before").isTrue();
    assertThat(learner.learn(2, LOW, 6)).as("one vote of two is void").isFalse();
    assertThat(learner.learn(0, LOW, 6)).isTrue();
  }
}
