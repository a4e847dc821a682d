package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.QuorumSystem;
import io.quorate.paxos.Quorums;
import org.junit.jupiter.api.Test;

/** Five members; the leader has index 0. */
class FollowersTest {

  private static final int PATIENCE = 3;

  private final Followers followers = new Followers(5, 0, PATIENCE);

  /** Of five members, so many choose a value, and meet every quorum that elects. */
  private static QuorumSystem choosing(int count) {
    return QuorumSystem.of(new Quorums(5, 5 - count + 1, count));
  }

  private boolean areAtLeast(int count) {
    return followers.areQuorum(choosing(count));
  }

  private long deliveredByAtLeast(int count, long own) {
    return choosing(count).reachedInEveryPhase1Quorum(followers.deliveredBelow(own));
  }

  @Test
  void aMemberFollowsForAsLongAsPatienceLasts() {
    assertThat(areAtLeast(5)).as("after one tick").isTrue();
    assertThat(areAtLeast(5)).as("after two").isTrue();
    assertThat(areAtLeast(2)).as("after three").isFalse();
    assertThat(areAtLeast(1)).as("the leader follows itself").isTrue();
  }

  @Test
  void wordOfAMemberRenewsPatience() {
    for (int tick = 0; tick < 10; tick++) {
      followers.heard(3, 0);
      assertThat(areAtLeast(2)).isTrue();
    }

    assertThat(followers.silentTicks(3)).isEqualTo(1);
    assertThat(areAtLeast(3)).isFalse();
  }

  @Test
  void whatSoManyHaveDeliveredIsTheLeastAmongThoseWhoAreFurthest() {
    followers.heard(1, 40);
    followers.heard(2, 10);
    followers.heard(3, 30);

    assertThat(deliveredByAtLeast(1, 50)).isEqualTo(50);
    assertThat(deliveredByAtLeast(2, 50)).isEqualTo(40);
    assertThat(deliveredByAtLeast(3, 50)).isEqualTo(30);
    assertThat(deliveredByAtLeast(4, 50)).isEqualTo(10);
    assertThat(deliveredByAtLeast(5, 50)).as("one has said nothing").isZero();
  }

  @Test
  void theLeaderMayBeTheOneThatIsBehind() {
    followers.heard(1, 40);
    followers.heard(2, 40);

    assertThat(deliveredByAtLeast(3, 7)).isEqualTo(7);
  }

  @Test
  void whoeverIsNewIsGivenTimeToAnswer() {
    for (int tick = 0; tick < 2 * PATIENCE; tick++) {
      areAtLeast(2);
    }
    assertThat(areAtLeast(2)).isFalse();

    followers.expect(choosing(3));

    assertThat(areAtLeast(5)).isTrue();
  }

  @Test
  void anOldAnswerTakesNothingBack() {
    followers.heard(1, 40);
    followers.heard(1, 20);

    assertThat(followers.deliveredBelow(1)).isEqualTo(40);
  }

  @Test
  void unlessTheMemberHasLostItsMemory() {
    followers.heard(1, 40);
    followers.voidAcks(1);

    assertThat(deliveredByAtLeast(2, 50)).isZero();
  }

  @Test
  void silenceIsCountedNoFurtherThanPatience() {
    for (int tick = 0; tick < 2 * PATIENCE; tick++) {
      areAtLeast(1);
    }

    assertThat(followers.silentTicks(3)).isEqualTo(PATIENCE);
    assertThat(followers.silentTicks(0)).as("the leader hears itself").isZero();
  }
}
