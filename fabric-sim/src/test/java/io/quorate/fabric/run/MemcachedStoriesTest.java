package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that remembers no requests, behind switches that order its packets. */
final class MemcachedStoriesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itsHistoryIsLinearizableWhateverBefalls(long seed) {
    RunResult result =
        scenario("wan-three")
            .seed(seed)
            .speaking("memcached:clients=2,keys=8,timeout=5ms")
            .lasting("2s")
            .withDrawnFaults()
            .run();

    assertThat(result.violations()).isEmpty();
    assertThat(result.outcome()).isEqualTo(RunResult.Outcome.FINE);
    assertThat(result.count(Figure.ANSWERED)).isGreaterThan(500);
    assertThat(result.count(Figure.ANSWERED) + result.count(Figure.GIVEN_UP))
        .isEqualTo(result.count(Figure.OPERATIONS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash: S1", "loss: {link: WAN0-S1, probability: 20%}"})
  void aWriteWithoutAnAnswerIsGivenUpAndNeverSentTwice(String fault) {
    RunResult result =
        scenario("wan-three")
            .speaking("memcached:clients=2,keys=8,timeout=5ms,reads=0")
            .lasting("2s")
            .at("500ms", fault, "for: 500ms")
            .run();

    assertThat(result.outcome()).isEqualTo(RunResult.Outcome.FINE);
    assertThat(result.count(Figure.GIVEN_UP)).isPositive();
    assertThat(result.count(Figure.RETRIES)).isZero();
  }
}
