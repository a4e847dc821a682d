package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lead passes from one switch to another, as somebody wants it or because one is away. */
class HandOverStoriesTest {

  private static final long MS = 1_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv"})
  void aLeaderHandsOverWhileClientsGoOnAsking(String fabric) {
    RunResult run =
        scenario(fabric)
            .at("200ms", "hand-over: {to: S3}")
            .at("400ms", "hand-over: {to: S2}")
            .at("600ms", "hand-over: {to: S1}")
            .isFine();

    assertThat(run.count(Figure.HAND_OVERS)).isEqualTo(3);
    assertThat(run.count(Figure.HAND_OVERS_GIVEN_UP)).isZero();
    assertThat(run.count(Figure.ELECTIONS)).isEqualTo(3);
    assertThat(run.latency().maxNs()).as("a retry, and no election").isLessThan(45 * MS);
  }

  @Test
  void aLeaderWhoseHeirIsGoneGoesOn() {
    RunResult run =
        scenario("wan-three")
            .at("200ms", "crash: S3", "for: 300ms")
            .at("250ms", "hand-over: {to: S3}")
            .isFine();

    assertThat(run.count(Figure.HAND_OVERS_GIVEN_UP)).isEqualTo(1);
    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.latency().maxNs()).isLessThan(150 * MS);
  }

  @Test
  void aWishThatReachesNobodyWhoLeadsChangesNothing() {
    RunResult run = scenario("wan-three").at("200ms", "hand-over: {to: S1}").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.count(Figure.RETRIES)).isZero();
  }

  @Test
  void theServerTakesOverFromTheSwitchAndHandsBack() {
    RunResult run =
        scenario("server-backed").at("300ms", "crash: S1", "for: 300ms").lasting("1.6s").isFine();

    assertThat(run.count(Figure.ELECTIONS)).as("one each way").isEqualTo(2);
    assertThat(run.count(Figure.HAND_OVERS)).isEqualTo(1);
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  @Test
  void aSwitchThatComesAndGoesIsHandedTheLeadEverMoreRarely() {
    Story story = scenario("server-backed").lasting("6s");
    for (int time = 300; time < 5_500; time += 500) {
      story.at(time + "ms", "crash: S1", "for: 20ms");
    }
    RunResult run = story.isFine();

    assertThat(run.count(Figure.HAND_OVERS)).isBetween(0L, 4L);
  }

  @Test
  void aFollowerAsksAtOnceWhenItsLinkToTheLeaderGoesDown() {
    RunResult alone = scenario("wan-three").at("300ms", "link-down: S1-S2").isFine();

    assertThat(alone.count(Figure.LINK_POLLS)).isPositive();
    assertThat(alone.count(Figure.ELECTIONS)).as("the others hear the leader").isZero();

    RunResult crash = scenario("leaf-spine-five").at("300ms", "crash: P1", "for: 500ms").isFine();

    assertThat(crash.count(Figure.ELECTIONS)).isPositive();
    assertThat(crash.latency().maxNs()).as("sooner than anybody's patience").isLessThan(100 * MS);
  }
}
