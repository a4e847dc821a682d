package io.quorate.fabric.run;

import io.quorate.check.history.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For how long nobody was served when a leader was lost: each time from the loss to the first
 * answer to a request that was made after it. Losses after the last request are not counted.
 *
 * @param timesNs virtual nanoseconds, ascending
 */
public record FailOvers(List<Long> timesNs) {

  /** None. */
  public static final FailOvers NONE = new FailOvers(List.of());

  public FailOvers {
    timesNs = List.copyOf(timesNs);
  }

  /**
   * Of one run.
   *
   * @param lossesNs when a leader stopped to lead, ascending
   * @param history what clients asked and were told
   */
  static FailOvers of(List<Long> lossesNs, History history) {
    ArrayDeque<Long> open = new ArrayDeque<>(lossesNs);
    Map<Integer, Long> invokedNs = new TreeMap<>();
    List<Long> timesNs = new ArrayList<>();
    history.forEachEvent(
        event -> {
          switch (event.type()) {
            case INVOKE -> invokedNs.put(event.process(), event.timeNs());
            case INFO -> {}
            case OK, FAIL -> {
              long askedNs = invokedNs.getOrDefault(event.process(), Long.MIN_VALUE);
              while (!open.isEmpty() && open.getFirst() <= askedNs) {
                timesNs.add(event.timeNs() - open.removeFirst());
              }
            }
          }
        },
        fault -> {});
    return new FailOvers(timesNs.stream().sorted().toList());
  }

  /** How many. */
  public int count() {
    return timesNs.size();
  }

  /** The least time that so many of a hundred do not exceed; 0 if there are none. */
  public long percentileNs(int percent) {
    int place = Math.ceilDiv(count() * percent, 100) - 1;
    return timesNs.isEmpty() ? 0 : timesNs.get(Math.max(0, place));
  }

  /** The longest; 0 if there are none. */
  public long maxNs() {
    return percentileNs(100);
  }
}
