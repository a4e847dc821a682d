package io.quorate.fabric.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.RunResult.Outcome;
import io.quorate.fabric.run.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SoakTest {

  private static final Path ROOT = Path.of(System.getProperty("quorate.root", ".."));
  private static final Fabric WAN_THREE = FabricFile.read(ROOT.resolve("fabrics/wan-three.yaml"));
  private static final long DURATION_NS = 200_000_000;
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(1));

  /** A service host that misses packets is out of step for good, which is a violation. */
  private static final FaultSchedule DEAF =
      FaultFile.parse(
          new TextFile(
              "deaf", "faults: [{at: 50ms, loss: {link: h1-S1, probability: 50%}, for: 100ms}]"),
          WAN_THREE);

  private static Scenario drawn(long seed) {
    return Scenario.drawn(WAN_THREE, Workload.DEFAULT, seed, DURATION_NS);
  }

  private static Scenario failing(long seed) {
    return new Scenario(WAN_THREE, Workload.DEFAULT, DEAF, seed, DURATION_NS);
  }

  private static SoakReport soak(LongFunction<Scenario> scenarios, String seeds, int jobs) {
    return Soak.run(scenarios, SeedRange.parse(seeds), jobs, BUDGET, Soak.UNLIMITED, status -> {});
  }

  private static SoakReport.Failure failure(SoakReport report) {
    return Objects.requireNonNull(report.failure(), "nothing failed");
  }

  @Test
  void everySeedIsRunOnceAndSummedUp() {
    SoakReport report = soak(SoakTest::drawn, "3..9", 2);

    assertThat(report.outcome()).isEqualTo(Outcome.FINE);
    assertThat(report.done()).isEqualTo(7);
    assertThat(report.count(Outcome.FINE)).isEqualTo(7);
    assertThat(report.total(Figure.OPERATIONS))
        .isEqualTo(report.total(Figure.ANSWERED))
        .isGreaterThan(500);
    assertThat(report.total(Figure.FAULTS)).isPositive();
    assertThat(report.slowestSeed()).isBetween(3L, 9L);
  }

  @Test
  void theReportDoesNotDependOnTheNumberOfJobs() {
    LongFunction<Scenario> scenarios = seed -> seed == 5 || seed == 7 ? failing(seed) : drawn(seed);

    SoakReport alone = soak(scenarios, "0..20", 1);
    SoakReport together = soak(scenarios, "0..20", 5);

    assertThat(together.failure()).isEqualTo(alone.failure()).isNotNull();
    assertThat(together.done()).isEqualTo(alone.done()).isEqualTo(6);
    assertThat(together.totals()).isEqualTo(alone.totals());
    assertThat(together.faults()).isEqualTo(alone.faults());
    assertThat(together.probes()).isEqualTo(alone.probes());
    assertThat(together.outcomes()).isEqualTo(alone.outcomes());
  }

  @Test
  void theLowestFailingSeedIsReportedThoughAHigherOneFailsSooner() {
    LongFunction<Scenario> scenarios =
        seed -> {
          if (seed > 2) {
            throw new IllegalStateException("at once");
          }
          return seed == 2 ? failing(seed) : drawn(seed);
        };

    SoakReport report = soak(scenarios, "0..100", 4);

    assertThat(failure(report).seed()).isEqualTo(2);
    assertThat(report.done()).isEqualTo(3);
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATION);
  }

  @Test
  void whatARunThrowsIsItsFailureAndNotTheCampaigns() {
    LongFunction<Scenario> scenarios =
        seed -> {
          if (seed == 4) {
            throw new StackOverflowError("planted");
          }
          return drawn(seed);
        };

    SoakReport report = soak(scenarios, "3..100", 2);

    assertThat(failure(report).seed()).isEqualTo(4);
    assertThat(failure(report).problems().getFirst())
        .contains("the run broke off", "StackOverflowError", "planted", "SoakTest");
  }

  @Test
  void aBadFabricIsNoFailureOfASeed() {
    LongFunction<Scenario> scenarios =
        seed -> {
          throw BadFile.whole("my.yaml", "bad", "mend it");
        };

    assertThatThrownBy(() -> soak(scenarios, "0..9", 2))
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith("my.yaml");
  }

  @Test
  void aSpentBudgetIsUnknownAndTheCampaignGoesOn() {
    Budget none = Budget.of(Duration.ZERO);

    SoakReport report =
        Soak.run(SoakTest::drawn, new SeedRange(1, 3), 2, none, Soak.UNLIMITED, status -> {});

    assertThat(report.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(report.done()).isEqualTo(3);
    assertThat(report.unknown()).containsExactly(1L, 2L, 3L);
    assertThat(report.failure()).isNull();
  }

  @Test
  void progressGoesUpToTheEnd() {
    List<Long> done = new ArrayList<>();

    Soak.run(
        SoakTest::drawn,
        new SeedRange(0, 3),
        2,
        BUDGET,
        Soak.UNLIMITED,
        status -> done.add(status.done()));

    assertThat(done).hasSize(4).isSorted();
    assertThat(done.getLast()).isEqualTo(4);
  }

  @Test
  void situationsThatNeverCameAboutAreTold() {
    Scenario calm = new Scenario(WAN_THREE, Workload.DEFAULT, FaultSchedule.NONE, 1, DURATION_NS);

    SoakReport report = soak(seed -> calm, "1", 1);

    assertThat(report.count(Probe.ELECTION)).isZero();
    assertThat(SoakSummary.text(report, seed -> "run " + seed))
        .contains("never: an election was won");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "5..1", "-1..-4", "1..", "..4", "1...4", "1..99999999999999999999"})
  void whatIsNoRangeOfSeedsIsRefused(String text) {
    assertThatThrownBy(() -> SeedRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeHoldsBothItsEnds() {
    assertThat(SeedRange.parse("0..2000").size()).isEqualTo(2001);
    assertThat(SeedRange.parse("7")).isEqualTo(new SeedRange(7, 7));
  }

  @Test
  void nothingIsBegunWhenTheTimeIsUp() {
    SoakReport report =
        Soak.run(SoakTest::drawn, new SeedRange(0, 1_000_000), 2, BUDGET, 1, status -> {});

    assertThat(report.done()).isBetween(0L, 2L);
    assertThat(report.outcome()).isEqualTo(Outcome.FINE);
  }
}
