package io.quorate.fabric.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What goes wrong in a run, ascending by time. Faults may overlap, also several of one kind on one
 * target: they compose, and the end of one never undoes another.
 *
 * @param faults in order of {@code atNs}; of two at the same time the earlier in the list begins
 *     first
 */
public record FaultSchedule(List<TimedFault> faults) {

  /** Nothing goes wrong. */
  public static final FaultSchedule NONE = new FaultSchedule(List.of());

  private static final Comparator<TimedFault> BY_TIME = Comparator.comparingLong(TimedFault::atNs);

  /**
   * A schedule of faults that are in order.
   *
   * @throws IllegalArgumentException if they are not
   */
  public FaultSchedule {
    faults = List.copyOf(faults);
    for (int i = 1; i < faults.size(); i++) {
      if (faults.get(i).atNs() < faults.get(i - 1).atNs()) {
        throw new IllegalArgumentException(
            faults.get(i).describe() + " stands after " + faults.get(i - 1).describe());
      }
    }
  }

  /** A schedule of faults in any order; those of one time keep theirs. */
  public static FaultSchedule inOrder(List<TimedFault> faults) {
    List<TimedFault> sorted = new ArrayList<>(faults);
    sorted.sort(BY_TIME);
    return new FaultSchedule(sorted);
  }
}
