package io.quorate.fabric.planted;

import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.campaign.Knobs;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import io.quorate.fabric.sim.Workload;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The campaign on every fabric that ships, seed by seed in turn: as {@code quorate soak} runs them.
 * Gives the invariants that did not hold in the run of a seed; none if it was fine.
 */
public final class Trial implements Function<Long, List<String>> {

  private static final long DURATION_NS = 8_000_000_000L;

  /** What a history needs that is fine; where an invariant did not hold, the rest may stay open. */
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(2));

  private final List<Fabric> fabrics =
      Stream.of(
              "wan-three-kv",
              "wan-three",
              "wan-three-kv-leases",
              "leaf-spine-five",
              "two-sites-kv",
              "wan-three-volatile")
          .map(TestFabrics::shipped)
          .toList();

  @Override
  public List<String> apply(Long seed) {
    Fabric fabric = fabrics.get((int) Math.floorMod(seed, (long) fabrics.size()));
    Scenario scenario = Knobs.drawn(fabric, Workload.DEFAULT, seed, DURATION_NS);
    RunResult result = Run.execute(scenario, Outputs.NONE, Progress.NONE, BUDGET);
    Stream<String> broken =
        result.violations().stream().map(each -> each.invariant() + ": " + each.what());
    Stream<String> judged =
        result.verdict() instanceof Verdict.Invalid invalid
            ? Stream.of("linearizability: " + invalid.explanation())
            : Stream.empty();
    return Stream.concat(broken, judged).toList();
  }
}
