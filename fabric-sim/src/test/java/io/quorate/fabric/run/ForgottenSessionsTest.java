package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.program.ProgramCounters.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More clients than the group remembers, on links that lose, double, delay and reorder: whoever is
 * forgotten is told and goes on, and nothing is executed twice.
 */
final class ForgottenSessionsTest {

  private static Fabric remembering(String fabric, int sessions) {
    return TestFabrics.changed(fabric, "paxos:\n", "paxos:\n  sessions: " + sessions + "\n");
  }

  private static RunResult run(String fabric, int sessions, long seed) {
    RunResult result =
        scenario(remembering(fabric, sessions))
            .seed(seed)
            .asking("clients=3,keys=3")
            .lasting("1s")
            .at("100ms", "loss: {link: WAN0-S1, probability: 10%}", "for: 800ms")
            .at("100ms", "duplication: {link: WAN0-S1, probability: 30%}", "for: 800ms")
            .at("200ms", "reordering: {link: WAN0-S1, probability: 30%, hold: 5ms}", "for: 700ms")
            .at("300ms", "crash: S1", "for: 300ms")
            .run();
    assertThat(result.violations()).isEmpty();
    assertThat(result.outcome()).isEqualTo(RunResult.Outcome.FINE);
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aClientOfOurProtocolLearnsThatNobodyKnowsWhatBecameOfItsRequest(long seed) {
    RunResult result = run("wan-three-kv", 2, seed);

    assertThat(result.count(Figure.EXPIRED)).isPositive();
    assertThat(result.count(Figure.ANSWERED)).isGreaterThan(100);
    assertThat(result.count(Figure.ANSWERED) + result.count(Figure.EXPIRED))
        .isEqualTo(result.count(Figure.OPERATIONS));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anOrdinaryClientsPacketsAreLostUntilItsEdgeKnowsBetter(long seed) {
    RunResult result = run("wan-three", 2, seed);

    assertThat(result.drops()).containsKey(Reason.SESSION_EXPIRED.meaning());
    assertThat(result.count(Figure.ANSWERED)).isEqualTo(result.count(Figure.OPERATIONS));
  }
}
