package io.quorate.fabric.fault;

import java.util.ArrayList;
import java.util.List;

/** The faults of a choreography, between the beginning and the end of what it may disturb. */
final class Cues {

  private static final int TENTHS = 10;

  private final long tickNs;
  private final long startNs;
  private final long endNs;
  private final List<TimedFault> faults = new ArrayList<>();

  Cues(long tickNs, long startNs, long endNs) {
    this.tickNs = tickNs;
    this.startNs = startNs;
    this.endNs = endNs;
  }

  /** What would begin outside is left out; nothing lasts longer than until the end. */
  void add(long atNs, long lengthNs, Fault fault) {
    if (atNs >= startNs && atNs < endNs) {
      faults.add(new TimedFault(atNs, Math.min(lengthNs, endNs - atNs), fault));
    }
  }

  /** Down to a tenth of a tick, so that schedules read well. */
  long rounded(long ns) {
    long stepNs = tickNs / TENTHS;
    return stepNs == 0 ? ns : ns - ns % stepNs;
  }

  List<TimedFault> faults() {
    return List.copyOf(faults);
  }
}
