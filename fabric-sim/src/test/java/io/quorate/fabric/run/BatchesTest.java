package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few slots in flight and many clients: values share slots, through crashes and losses. */
final class BatchesTest {

  private static Fabric batching(String fabric, int inFlight, int batch) {
    String keys = "paxos:\n  in-flight: " + inFlight + "\n  batch: " + batch + "\n";
    return TestFabrics.changed(fabric, "paxos:\n", keys);
  }

  @ParameterizedTest
  @CsvSource({"wan-three, 1", "wan-three, 2", "wan-three-kv, 1", "wan-three-kv, 2"})
  void valuesThatShareASlotAreOrderedAndAnsweredSingly(String fabric, long seed) {
    RunResult result =
        scenario(batching(fabric, 1, 8))
            .seed(seed)
            .asking("clients=6,keys=12")
            .lasting("1s")
            .at("100ms", "loss: {link: S1-S2, probability: 5%}", "for: 800ms")
            .at("300ms", "duplication: {link: WAN0-S1, probability: 20%}", "for: 500ms")
            .at("400ms", "crash: S1", "for: 300ms")
            .isFine();

    assertThat(result.count(Figure.BATCHED)).isGreaterThan(100);
    assertThat(result.count(Figure.SLOTS)).isLessThan(result.count(Figure.ANSWERED));
  }
}
