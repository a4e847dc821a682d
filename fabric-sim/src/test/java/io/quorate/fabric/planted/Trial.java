package io.quorate.fabric.planted;

import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.campaign.Knobs;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The campaign on a fabric that ships: a seed's run, as {@code quorate soak} makes it. Gives the
 * invariants that did not hold; none if it was fine.
 */
public final class Trial implements BiFunction<String, Long, List<String>> {

  private static final long DURATION_NS = 8_000_000_000L;

  /** What a history needs that is fine; where an invariant did not hold, the rest may stay open. */
  private static final Budget BUDGET = Budget.of(Duration.ofSeconds(2));

  private final Map<String, Fabric> fabrics = new TreeMap<>();

  @Override
  public List<String> apply(String name, Long seed) {
    Fabric fabric = fabrics.computeIfAbsent(name, TestFabrics::shipped);
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
