package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TimelineWriter;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs: fine on every shipped fabric, and the same each time. */
class WholeRunsTest {

  static Stream<String> shipped() {
    return TestFabrics.SHIPPED.stream();
  }

  private static Story demo(String fabric) {
    return scenario(fabric).seed(7).lasting("1.5s").withDrawnFaults();
  }

  /** Drawn faults, and the leader's switch once surely. */
  @ParameterizedTest
  @MethodSource("shipped")
  void drawnFaultsAreBorneOnEachShippedFabric(String fabric) {
    for (long seed = 100; seed < 106; seed++) {
      RunResult run = scenario(fabric).seed(seed).lasting("1.2s").withDrawnFaults().isFine();
      assertThat(run.count(Figure.FAULTS)).isPositive();
    }
  }

  /**
   * What each shipped fabric does in a small scenario, to the last bit. A difference means that
   * behaviour has changed: a message more, another order, another time. If that was meant, put the
   * digest that the failure shows in the place of the one here, and say why in the commit.
   */
  @ParameterizedTest
  @CsvSource({
    "wan-three, 84e5b44d7f7bbc09",
    "wan-three-kv, f9fdc88f9f7dd566",
    "leaf-spine-five, 51281e1533d50604"
  })
  void theDigestOfASmallScenarioIsPinned(String fabric, String digest) {
    String leader = TestFabrics.shipped(fabric).group().leader();

    RunResult run =
        scenario(fabric)
            .seed(42)
            .asking("clients=1,keys=2")
            .at("100ms", "crash: " + leader, "for: 150ms")
            .lasting("0.4s")
            .isFine();

    assertThat(run.digestText()).isEqualTo(digest);
  }

  /** Reads included: all go through the log. */
  @ParameterizedTest
  @MethodSource("shipped")
  void theLogsOwnOrderExplainsTheHistory(String fabric) {
    History history = demo(fabric).isFine().history();

    for (int operation = 0; operation < history.size(); operation++) {
      if (history.returnedAt(operation) != History.NEVER) {
        assertThat(history.positionOf(operation)).isNotNegative();
      }
    }
    Model<?> store = Models.keyValue(null, Reading.PORCUPINE);
    Verdict verdict = Checker.check(history, store, Engine.WITNESS, Budget.unlimitedTime());
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theSameScenarioTwiceIsTheSameRun(String fabric) {
    RunResult one = demo(fabric).isFine();
    RunResult other = demo(fabric).isFine();

    assertThat(other.digest()).isEqualTo(one.digest());
    assertThat(other.counts()).isEqualTo(one.counts());
    assertThat(other.latency()).isEqualTo(one.latency());
    assertThat(other.drops()).isEqualTo(one.drops());
    assertThat(other.history().events()).isEqualTo(one.history().events());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void recordingChangesNothing(String fabric) {
    ByteArrayOutputStream pcap = new ByteArrayOutputStream();
    StringWriter timeline = new StringWriter();
    RunResult recorded;
    try (PcapngWriter capture = new PcapngWriter(pcap, "")) {
      recorded = demo(fabric).run(new Outputs(capture, new TimelineWriter(timeline)));
    }

    assertThat(recorded.digest()).isEqualTo(demo(fabric).run().digest());
    assertThat(pcap.size()).isGreaterThan(100_000);
    assertThat(timeline.toString()).contains("\"kind\":\"delivered\"", "\"kind\":\"fault\"");
  }

  @Test
  void anotherSeedAnotherWorkloadOrAnotherFaultIsAnotherRun() {
    long digest = scenario("wan-three").lasting("0.2s").run().digest();

    assertThat(scenario("wan-three").lasting("0.2s").run().digest()).isEqualTo(digest);
    assertThat(scenario("wan-three").lasting("0.2s").seed(2).run().digest()).isNotEqualTo(digest);
    assertThat(scenario("wan-three").lasting("0.2s").asking("keys=4").run().digest())
        .isNotEqualTo(digest);
    assertThat(
            scenario("wan-three")
                .lasting("0.2s")
                .at("150ms", "pause: S3", "for: 1ms")
                .run()
                .digest())
        .isNotEqualTo(digest);
  }

  @Test
  void progressIsToldInOrderAndChangesNothing() {
    Scenario small = scenario("wan-three").lasting("0.3s").at("100ms", "crash: S1").scenario();
    List<Progress.Status> told = new ArrayList<>();

    RunResult run = Run.execute(small, Outputs.NONE, told::add, Budget.unlimitedTime());

    assertThat(told).hasSizeGreaterThan(10);
    assertThat(told).extracting(Progress.Status::nowNs).isSorted();
    assertThat(told).extracting(Progress.Status::answered).isSorted();
    assertThat(told).anyMatch(status -> status.activeFaults() == 1);
    assertThat(told.getLast().slots()).isEqualTo(run.count(Figure.SLOTS));
    assertThat(run.digest())
        .isEqualTo(scenario("wan-three").lasting("0.3s").at("100ms", "crash: S1").run().digest());
  }

  /** A cable to a service host is not the fabric's to guarantee; a written fault may cut it. */
  @Test
  void aHostThatMissesAPacketIsFoundOut() {
    RunResult run =
        scenario("wan-three").at("100ms", "loss: {link: h5-S2, probability: 50%}").run();

    assertThat(run.outcome()).isEqualTo(RunResult.Outcome.VIOLATION);
    assertThat(run.violations().getFirst().invariant()).isEqualTo("same packets in the same order");
    assertThat(run.violations().getFirst().what()).startsWith("h5 ");
  }

  @Test
  void aWrongFlowInTheFabricFileEndsARunBeforeItBegins() {
    Story story =
        scenario(
            TestFabrics.withFlows("wan-three", "# mine", "add-flow S1 in_port=h9,actions=drop"));

    assertThatThrownBy(story::run)
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith("test.yaml:3")
        .hasMessageContaining("h9");
  }

  @Test
  void figuresAddUp() {
    RunResult run = demo("wan-three").isFine();

    assertThat(run.count(Figure.SENT))
        .isEqualTo(run.count(Figure.OPERATIONS) + run.count(Figure.RETRIES));
    assertThat(run.count(Figure.SLOTS))
        .isEqualTo(
            run.count(Figure.NOOPS) + run.count(Figure.REPEATED) + run.count(Figure.HOST_PACKETS));
    assertThat(run.count(Figure.LOST))
        .isEqualTo(run.count(Figure.SENT) - run.count(Figure.HOST_PACKETS));
    assertThat(run.latency().p50Ns()).isPositive().isLessThanOrEqualTo(run.latency().p99Ns());
    assertThat(run.latency().p99Ns()).isLessThanOrEqualTo(run.latency().maxNs());
  }
}
