package io.quorate.fabric.fault;

import java.util.List;

/**
 * What goes wrong in a run, ascending by time.
 *
 * @param faults in order of {@code atNs}
 */
public record FaultSchedule(List<TimedFault> faults) {

  /** Nothing goes wrong. */
  public static final FaultSchedule NONE = new FaultSchedule(List.of());

  public FaultSchedule {
    faults = List.copyOf(faults);
  }
}
