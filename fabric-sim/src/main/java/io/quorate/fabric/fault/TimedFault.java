package io.quorate.fabric.fault;

import io.quorate.fabric.file.Units;

/**
 * A fault and when it acts.
 *
 * @param atNs virtual time at which it begins, nanoseconds from the start of the run
 * @param durationNs how long it lasts; 0 for a fault that has no duration; {@link #UNTIL_HEALED}
 *     for one that only the heal phase ends
 * @param fault what goes wrong
 */
public record TimedFault(long atNs, long durationNs, Fault fault) {

  /** The duration of a fault that lasts until everything is healed. */
  public static final long UNTIL_HEALED = Long.MAX_VALUE;

  public TimedFault {
    if (atNs < 0 || durationNs < 0) {
      throw new IllegalArgumentException("negative time: " + atNs + ", " + durationNs);
    }
  }

  /** Virtual time at which it ends by itself; {@link #UNTIL_HEALED} if it does not. */
  public long endNs() {
    return durationNs > UNTIL_HEALED - atNs ? UNTIL_HEALED : atNs + durationNs;
  }

  /** One line for timelines and summaries, e.g. {@code 1s crash S1 for 500ms}. */
  public String describe() {
    String what = Units.time(atNs) + " " + fault.describe();
    if (durationNs == 0) {
      return what;
    }
    return what + (durationNs == UNTIL_HEALED ? " until healed" : " for " + Units.time(durationNs));
  }
}
