package io.quorate.fabric.campaign;

import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.RunResult.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of a campaign. All but the times is the same whatever the machine and the number of
 * jobs: it covers the seeds from the first up to the last, or to the lowest that failed.
 *
 * @param seeds that were asked for
 * @param done how many were run and are counted here
 * @param outcomes runs by what they were judged to be
 * @param unknown the first seeds whose verdict is unknown, at most {@link #UNKNOWN_LISTED_MAX}
 * @param totals figures, summed
 * @param faults faults in the schedules, by kind
 * @param probes in how many runs each situation came about
 * @param failOvers for how long nobody was served when a leader was lost
 * @param failure the lowest seed that failed, or null
 * @param elapsedNs by the machine's clock
 * @param slowestSeed the seed that took longest
 * @param slowestNs how long it took
 */
public record SoakReport(
    SeedRange seeds,
    long done,
    SortedMap<Outcome, Long> outcomes,
    List<Long> unknown,
    SortedMap<Figure, Long> totals,
    SortedMap<String, Long> faults,
    SortedMap<Probe, Long> probes,
    FailOverTimes failOvers,
    @Nullable Failure failure,
    long elapsedNs,
    long slowestSeed,
    long slowestNs) {

  /** Seeds with an unknown verdict that are listed. */
  public static final int UNKNOWN_LISTED_MAX = 20;

  /**
   * Times from the loss of a leader to the first answer to a later request, virtual nanoseconds, to
   * two digits; 0 if there were none.
   */
  public record FailOverTimes(long count, long p50Ns, long p99Ns, long maxNs) {}

  /**
   * A run that failed.
   *
   * @param seed its seed
   * @param problems what was wrong, a line each
   */
  public record Failure(long seed, List<String> problems) {
    public Failure {
      problems = List.copyOf(problems);
    }
  }

  public SoakReport {
    unknown = List.copyOf(unknown);
    outcomes = copy(outcomes);
    totals = copy(totals);
    faults = copy(faults);
    probes = copy(probes);
  }

  private static <K> SortedMap<K, Long> copy(Map<K, Long> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** One word for all of it: the worst that a run was judged to be. */
  public Outcome outcome() {
    if (failure != null) {
      return Outcome.VIOLATION;
    }
    return count(Outcome.UNKNOWN) > 0 ? Outcome.UNKNOWN : Outcome.FINE;
  }

  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  public long total(Figure figure) {
    return totals.getOrDefault(figure, 0L);
  }

  /** In how many runs the situation came about. */
  public long count(Probe probe) {
    return probes.getOrDefault(probe, 0L);
  }

  /** Runs a second, by the machine's clock. */
  public double seedsPerSecond() {
    return done * 1e9 / Math.max(1, elapsedNs);
  }
}
