package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Five members; the leader has index 0. */
class FollowersTest {

  private static final int PATIENCE = 3;

  private final Followers followers = new Followers(5, 0, PATIENCE);

  @Test
  void aMemberFollowsForAsLongAsPatienceLasts() {
    assertThat(followers.areAtLeast(5)).as("after one tick").isTrue();
    assertThat(followers.areAtLeast(5)).as("after two").isTrue();
    assertThat(followers.areAtLeast(2)).as("after three").isFalse();
    assertThat(followers.areAtLeast(1)).as("the leader follows itself").isTrue();
  }

  @Test
  void wordOfAMemberRenewsPatience() {
    for (int tick = 0; tick < 10; tick++) {
      followers.heard(3, 0);
      assertThat(followers.areAtLeast(2)).isTrue();
    }

    assertThat(followers.silentTicks(3)).isEqualTo(1);
    assertThat(followers.areAtLeast(3)).isFalse();
  }

  @Test
  void whatSoManyHaveDeliveredIsTheLeastAmongThoseWhoAreFurthest() {
    followers.heard(1, 40);
    followers.heard(2, 10);
    followers.heard(3, 30);

    assertThat(followers.deliveredByAtLeast(1, 50)).isEqualTo(50);
    assertThat(followers.deliveredByAtLeast(2, 50)).isEqualTo(40);
    assertThat(followers.deliveredByAtLeast(3, 50)).isEqualTo(30);
    assertThat(followers.deliveredByAtLeast(4, 50)).isEqualTo(10);
    assertThat(followers.deliveredByAtLeast(5, 50)).as("one has said nothing").isZero();
  }

  @Test
  void theLeaderMayBeTheOneThatIsBehind() {
    followers.heard(1, 40);
    followers.heard(2, 40);

    assertThat(followers.deliveredByAtLeast(3, 7)).isEqualTo(7);
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

    assertThat(followers.deliveredByAtLeast(2, 50)).isZero();
  }
}
