package io.quorate.fabric.campaign;

import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.RunResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sums up runs in the order of their seeds. */
final class SoakTally {

  private static final long FAIL_OVER_NS_MAX = 3_600_000_000_000L;

  private final SortedMap<Outcome, Long> outcomes = new TreeMap<>();
  private final SortedMap<Figure, Long> totals = new TreeMap<>();
  private final SortedMap<String, Long> faults = new TreeMap<>();
  private final SortedMap<Probe, Long> probes = new TreeMap<>();
  private final List<Long> unknown = new ArrayList<>();
  private final Histogram failOversNs = new Histogram(FAIL_OVER_NS_MAX, 2);
  private SoakReport.@Nullable Failure failure;
  private long done;
  private long slowestSeed;
  private long slowestNs;

  SoakTally() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, 0L);
    }
  }

  void add(SeedReport run) {
    assert failure == null : "nothing counts after the first failure";
    done++;
    outcomes.merge(run.outcome(), 1L, Long::sum);
    run.figures().forEach((figure, count) -> totals.merge(figure, count, Long::sum));
    run.failOvers().timesNs().forEach(failOversNs::recordValue);
    run.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    for (Probe probe : Probe.values()) {
      probes.merge(probe, probe.isReached(run) ? 1L : 0L, Long::sum);
    }
    if (run.elapsedNs() > slowestNs) {
      slowestNs = run.elapsedNs();
      slowestSeed = run.seed();
    }
    switch (run.outcome()) {
      case FINE -> {}
      case VIOLATION -> failure = new SoakReport.Failure(run.seed(), run.problems());
      case UNKNOWN -> {
        if (unknown.size() < SoakReport.UNKNOWN_LISTED_MAX) {
          unknown.add(run.seed());
        }
      }
    }
  }

  /** True once a run has failed. */
  boolean hasFailed() {
    return failure != null;
  }

  SoakReport report(SeedRange seeds, long elapsedNs) {
    return new SoakReport(
        seeds,
        done,
        outcomes,
        unknown,
        totals,
        faults,
        probes,
        new SoakReport.FailOverTimes(
            failOversNs.getTotalCount(),
            failOversNs.getValueAtPercentile(50),
            failOversNs.getValueAtPercentile(99),
            failOversNs.getMaxValue()),
        failure,
        elapsedNs,
        slowestSeed,
        slowestNs);
  }
}
