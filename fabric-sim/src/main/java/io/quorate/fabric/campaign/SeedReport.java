package io.quorate.fabric.campaign;

import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.run.FailOvers;
import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a campaign keeps of one run: figures, and no history.
 *
 * @param outcome what the run was judged to be
 * @param problems why it was not fine, a line each; empty if it was
 * @param figures what was counted
 * @param failOvers for how long nobody was served when a leader was lost
 * @param drops what programs did not pass on, by reason
 * @param faults faults in the schedule, by kind
 * @param elapsedNs by the machine's clock
 */
record SeedReport(
    long seed,
    RunResult.Outcome outcome,
    List<String> problems,
    Map<Figure, Long> figures,
    FailOvers failOvers,
    Map<String, Long> drops,
    Map<String, Long> faults,
    long elapsedNs) {

  /** Of a run that came to its end. */
  static SeedReport of(Scenario scenario, RunResult result, long elapsedNs) {
    return new SeedReport(
        scenario.seed(),
        result.outcome(),
        problems(result),
        result.counts(),
        result.failOvers(),
        result.drops(),
        kinds(scenario),
        elapsedNs);
  }

  /** Of a run that broke off: what was simulated, or the simulator, is broken. */
  static SeedReport broken(long seed, Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    String place = trace.length == 0 ? "" : ", at " + trace[0];
    return new SeedReport(
        seed,
        RunResult.Outcome.VIOLATION,
        List.of("the run broke off: " + cause + place),
        new TreeMap<>(),
        FailOvers.NONE,
        new TreeMap<>(),
        new TreeMap<>(),
        0);
  }

  private static List<String> problems(RunResult result) {
    return switch (result.outcome()) {
      case FINE -> List.of();
      case UNKNOWN -> List.of("the checker's budget was spent");
      case VIOLATION ->
          result.violations().isEmpty()
              ? result.verdict().explanation().lines().toList()
              : result.violations().stream()
                  .map(each -> each.invariant() + ": " + each.what())
                  .toList();
    };
  }

  private static Map<String, Long> kinds(Scenario scenario) {
    Map<String, Long> kinds = new TreeMap<>();
    for (TimedFault timed : scenario.faults().faults()) {
      kinds.merge(timed.fault().kind(), 1L, Long::sum);
    }
    return kinds;
  }

  long figure(Figure figure) {
    return figures.getOrDefault(figure, 0L);
  }
}
