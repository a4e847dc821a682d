package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Timing;
import org.junit.jupiter.api.Test;

/** What a leader counts, ticks and slots; it begins at slot 10. */
final class LeaderTest {

  private static final Timing TIMING = new Timing(5, 20, 30, 8);

  private final Leader leader =
      new Leader(new Ballot(1, 1), 10, TIMING, new Followers(3, 0, 30), new Rounds(3, 0));

  private int ticksUntilStuck(long delivered, boolean blocked) {
    for (int tick = 1; tick <= 1_000; tick++) {
      if (leader.isStuck(delivered, blocked)) {
        return tick;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void aLeaderIsStuckWhenNothingIsDeliveredForTheLongestPatience() {
    leader.takeSlot();

    // In the first tick it looks where it is.
    assertThat(ticksUntilStuck(10, false)).isEqualTo(1 + TIMING.electionTicksMax());
  }

  @Test
  void eachDeliveryBeginsThatTimeAnew() {
    leader.takeSlot();
    leader.takeSlot();
    for (int tick = 0; tick < TIMING.electionTicksMax(); tick++) {
      assertThat(leader.isStuck(10, false)).isFalse();
    }

    assertThat(ticksUntilStuck(11, false)).isEqualTo(1 + TIMING.electionTicksMax());
  }

  @Test
  void aLeaderWithNothingToDoIsNotStuck() {
    assertThat(ticksUntilStuck(10, false)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ticksUntilStuck(10, true))
        .as("unless it may give no slot out")
        .isEqualTo(TIMING.electionTicksMax());
  }

  @Test
  void whatAnIntervalMayRepeatIsRepeatedAsFastAsItIsChosen() {
    for (int slot = 10; slot < 30; slot++) {
      leader.takeSlot();
    }
    leader.turnRepeat();
    leader.turnRepeat();
    assertThat(leader.repeatEnd()).isEqualTo(30);

    leader.repeated(20);
    assertThat(leader.mayRepeatMore(19)).as("slot 19 is open").isFalse();
    assertThat(leader.mayRepeatMore(20)).isTrue();
    leader.repeated(30);
    assertThat(leader.mayRepeatMore(30)).as("that was all").isFalse();
  }

  @Test
  void aLeaseIsReleasedForGood() {
    assertThat(leader.isLeaseReleased()).isFalse();
    leader.releaseLease();
    assertThat(leader.isLeaseReleased()).isTrue();
  }
}
