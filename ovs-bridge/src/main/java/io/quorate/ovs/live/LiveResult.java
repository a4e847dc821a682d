package io.quorate.ovs.live;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a live run.
 *
 * @param services the verdict on each service's history, in the fabric's order
 * @param hosts what the service hosts received, compared
 * @param replayed the replicas executed again off line
 * @param problems what was not as it should be otherwise, in words: requests without an answer,
 *     replicas that have not caught up, processes that have died
 * @param figures by name, in the order in which people are told
 */
public record LiveResult(
    List<ServiceResult> services,
    HostLogs hosts,
    ReplayedRun replayed,
    List<String> problems,
    Map<String, String> figures) {

  /** The verdict on one service's history. */
  public record ServiceResult(int group, Verdict verdict, History history) {}

  /** What a run is judged to be. */
  public enum Outcome {
    FINE,
    VIOLATION,
    /** Nothing was found wrong, and the checker's budget ended before it knew. */
    UNKNOWN
  }

  public LiveResult {
    services = List.copyOf(services);
    problems = List.copyOf(problems);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** The one word. */
  public Outcome outcome() {
    boolean wrong =
        !problems.isEmpty()
            || !hosts.differences().isEmpty()
            || !replayed.isFine()
            || services.stream().anyMatch(each -> each.verdict() instanceof Verdict.Invalid);
    if (wrong) {
      return Outcome.VIOLATION;
    }
    return services.stream().anyMatch(each -> each.verdict() instanceof Verdict.Unknown)
        ? Outcome.UNKNOWN
        : Outcome.FINE;
  }
}
