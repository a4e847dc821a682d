package io.quorate.fabric.run;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.observe.Violation;
import io.quorate.fabric.tally.SwitchTally;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a run.
 *
 * @param digest of everything that could be observed; equal digests mean equal runs
 * @param violations invariants that did not hold, in the order in which they were noticed; of many
 *     the first {@link #VIOLATIONS_MAX}
 * @param services verdict and history of each of the fabric's services, in their order
 * @param counts figures, by name; see {@link Figure}
 * @param latency of answered requests, in virtual time
 * @param failOvers for how long nobody was served when a leader was lost
 * @param drops packets and frames that programs did not pass on, by reason
 * @param flows what each flow entry has counted since the first frame that a client sent
 */
public record RunResult(
    long digest,
    List<Violation> violations,
    List<ServiceVerdict> services,
    Map<Figure, Long> counts,
    Latencies latency,
    FailOvers failOvers,
    Map<String, Long> drops,
    List<SwitchTally> flows) {

  /** Violations that are kept; one event may show thousands, and the first tell enough. */
  public static final int VIOLATIONS_MAX = 10;

  public RunResult {
    violations = List.copyOf(violations);
    services = List.copyOf(services);
    flows = List.copyOf(flows);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    drops = Collections.unmodifiableMap(new TreeMap<>(drops));
  }

  /** Latencies of answered requests, first sending to first answer, virtual nanoseconds. */
  public record Latencies(long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {}

  /** What a run is judged to be. */
  public enum Outcome {
    /** Every invariant held and the history is linearizable. */
    FINE,
    /** An invariant did not hold or the history is not linearizable. */
    VIOLATION,
    /** No invariant was violated, and the checker's budget ended before it knew. */
    UNKNOWN
  }

  /** On all histories: an invalid one if there is one, else an unknown one, else the first. */
  public Verdict verdict() {
    Verdict worst = services.getFirst().verdict();
    for (ServiceVerdict each : services) {
      boolean worse =
          each.verdict() instanceof Verdict.Invalid
              || (each.verdict() instanceof Verdict.Unknown && worst instanceof Verdict.Valid);
      worst = worse && !(worst instanceof Verdict.Invalid) ? each.verdict() : worst;
    }
    return worst;
  }

  /** What clients asked the first service and were told. */
  public History history() {
    return services.getFirst().history();
  }

  /** The one word. */
  public Outcome outcome() {
    if (!violations.isEmpty()) {
      return Outcome.VIOLATION;
    }
    return switch (verdict()) {
      case Verdict.Valid valid -> Outcome.FINE;
      case Verdict.Invalid invalid -> Outcome.VIOLATION;
      case Verdict.Unknown unknown -> Outcome.UNKNOWN;
    };
  }

  public long count(Figure figure) {
    return counts.getOrDefault(figure, 0L);
  }

  /** The digest as people compare it: 16 hexadecimal digits. */
  public String digestText() {
    return String.format("%016x", digest);
  }
}
