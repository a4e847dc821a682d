package io.quorate.fabric.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.trace.KeptTimeline;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceEvent.Kind;
import io.quorate.fabric.trace.TraceLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run tells of itself. */
final class RunTest {

  private static final Fabric WAN_THREE = TestFabrics.shipped("wan-three");
  private static final long DURATION_NS = 200_000_000;

  private final List<TraceEvent> timeline = new ArrayList<>();

  private Scenario scenario(String faults, long durationNs) {
    return new Scenario(
        WAN_THREE,
        Workload.DEFAULT,
        FaultFile.parse(new TextFile("faults", "faults: [" + faults + "]"), WAN_THREE),
        3,
        durationNs);
  }

  private RunResult run(Scenario scenario) {
    TraceLog log = new KeptTimeline(timeline);
    return Run.execute(
        scenario, new Outputs(null, log), status -> {}, Budget.of(Duration.ofMinutes(1)));
  }

  @Test
  void aViolationEndsTheTimelineAndNamesTheHost() {
    Scenario deaf =
        scenario("{at: 50ms, loss: {link: h1-S1, probability: 50%}, for: 100ms}", DURATION_NS);
    RunResult result = run(deaf);

    assertThat(result.violations()).isNotEmpty();
    assertThat(timeline.stream().map(TraceEvent::text).filter(t -> t.startsWith("VIOLATION ")))
        .hasSameSizeAs(result.violations())
        .first()
        .asString()
        .startsWith("VIOLATION same packets in the same order: h1 was handed");
    assertThat(Summary.text(deaf, result)).contains("healing        not reached");
  }

  @Test
  void healingLastsUntilTheVeryLastAnswer() {
    Scenario cut = scenario("{at: 150ms, link-down: WAN0-S1}", DURATION_NS);
    RunResult result = run(cut);

    long lastReplyNs =
        timeline.stream()
            .filter(event -> event.kind() == Kind.REPLY)
            .mapToLong(TraceEvent::timeNs)
            .max()
            .orElseThrow();
    assertThat(result.violations()).isEmpty();
    assertThat(result.count(Figure.DRAIN_NS)).isEqualTo(lastReplyNs - DURATION_NS).isPositive();
    assertThat(Summary.text(cut, result)).containsPattern("healing +\\d+\\.\\d\\d ms to the last");
  }

  @Test
  void aRunInWhichNothingWasAskedSaysSo() {
    Scenario brief = scenario("", 1);

    assertThat(Summary.text(brief, run(brief)))
        .contains("latency        no answers", "healing        no request was pending");
  }

  @Test
  void aCrashStandsOnceAndAtItsNode() {
    run(scenario("{at: 50ms, crash: S1, for: 50ms}", DURATION_NS));

    assertThat(timeline)
        .filteredOn(event -> event.kind() == Kind.FAULT)
        .extracting(event -> event.node() + " " + event.text())
        .containsExactly("S1 crashed", "S1 restarted");
  }

  @Test
  void deliveriesSayWhatBecameOfTheValue() {
    run(scenario("", 20_000_000));

    assertThat(timeline)
        .filteredOn(event -> event.kind() == Kind.DELIVERED)
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.text()).isEqualTo("delivered: executed"));
  }
}
