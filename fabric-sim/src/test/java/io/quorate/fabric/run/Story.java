package io.quorate.fabric.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.Swarm;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.run.RunResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario, told line by line:
 *
 * <pre>
 *   scenario("wan-three").lasting("2s").at("500ms", "crash: S1", "for: 1s").isFine();
 * </pre>
 */
final class Story {

  private static final long MEMORY_BYTES = 1L << 28;
  private static final long NS_PER_S = 1_000_000_000L;

  private final Fabric fabric;
  private final List<String> faults = new ArrayList<>();
  private String workload = "kv";
  private long seed = 1;
  private long durationNs = NS_PER_S;
  private boolean drawn;
  private @Nullable FaultSchedule given;

  private Story(Fabric fabric) {
    this.fabric = fabric;
  }

  /** On a fabric that comes with Quorate. */
  static Story scenario(String fabric) {
    return scenario(TestFabrics.shipped(fabric));
  }

  static Story scenario(Fabric fabric) {
    return new Story(fabric);
  }

  Story seed(long value) {
    seed = value;
    return this;
  }

  Story asking(String settings) {
    workload = "kv:" + settings;
    return this;
  }

  /** What clients and service hosts speak, and what is asked. */
  Story speaking(String whole) {
    workload = whole;
    return this;
  }

  /** Seconds of faults, {@code 1.5s}; healing follows. */
  Story lasting(String seconds) {
    String number = seconds.substring(0, seconds.length() - 1);
    durationNs = Math.round(Double.parseDouble(number) * NS_PER_S);
    return this;
  }

  /** A fault as fault files write it, without {@code for} until everything is healed. */
  Story at(String time, String... fault) {
    faults.add("{at: " + time + ", " + String.join(", ", fault) + "}");
    return this;
  }

  /** All faults, as somebody wrote them down. */
  Story following(FaultSchedule written) {
    given = written;
    return this;
  }

  /** Faults drawn from the seed. */
  Story withDrawnFaults() {
    drawn = true;
    return this;
  }

  Scenario scenario() {
    FaultSchedule schedule;
    if (given != null) {
      schedule = given;
    } else if (drawn) {
      schedule =
          Swarm.draw(fabric, new SeededRandom(seed).split("faults"), durationNs / 10, durationNs);
    } else if (faults.isEmpty()) {
      schedule = FaultSchedule.NONE;
    } else {
      String text = "faults:\n  - " + String.join("\n  - ", faults) + "\n";
      schedule =
          FaultFile.parse(TextFile.of("story.yaml", text.getBytes(StandardCharsets.UTF_8)), fabric);
    }
    return new Scenario(fabric, Workload.parse(workload), schedule, seed, durationNs);
  }

  RunResult run() {
    return run(Outputs.NONE);
  }

  RunResult run(Outputs outputs) {
    return run(outputs, Duration.ofSeconds(10));
  }

  private RunResult run(Outputs outputs, Duration forTheCheck) {
    Budget budget = Budget.of(forTheCheck).withMemoryBytes(MEMORY_BYTES);
    return Run.execute(scenario(), outputs, Progress.NONE, budget);
  }

  /** Runs it; every invariant must hold, every request be answered, and the history be right. */
  RunResult isFine() {
    RunResult result = run();
    assertThat(result.outcome()).as("%s", this).isEqualTo(Outcome.FINE);
    assertAllAnswered(result);
    return result;
  }

  /** As {@link #isFine}, but the checker may run out of time: many clients may share a key. */
  RunResult isSafe() {
    RunResult result = run(Outputs.NONE, Duration.ofMillis(300));
    assertThat(result.violations()).as("%s", this).isEmpty();
    assertThat(result.outcome()).as("%s", this).isNotEqualTo(Outcome.VIOLATION);
    assertAllAnswered(result);
    return result;
  }

  private void assertAllAnswered(RunResult result) {
    assertThat(result.count(Figure.OPERATIONS)).as("%s", this).isPositive();
    assertThat(result.count(Figure.ANSWERED))
        .as("%s", this)
        .isEqualTo(result.count(Figure.OPERATIONS));
    assertThat(result.count(Figure.ANSWERED_TWICE)).as("%s", this).isZero();
  }

  /** All that it takes to run it again. */
  @Override
  public String toString() {
    Scenario scenario = scenario();
    return "./quorate run %s --seed %d --workload %s --duration %dms --faults FILE, with\n%s"
        .formatted(
            fabric.name(),
            seed,
            scenario.workload(),
            durationNs / 1_000_000,
            FaultFile.write(scenario.faults()));
  }
}
