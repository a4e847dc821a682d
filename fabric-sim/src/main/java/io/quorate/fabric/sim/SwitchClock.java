package io.quorate.fabric.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * The clock of one replica, by which its ticks come: at its own pace, which faults may change, and
 * not at all while the switch stands still.
 *
 * <p>Where the group has leases, a switch that goes on owes its replica the ticks that it has
 * missed; as many as a lease has will do, for then all are over ({@code Lease}). Elsewhere missed
 * ticks are missed.
 */
final class SwitchClock {

  private final long tickNs;
  private final int owedMax;

  /** Faults that act now, each with the factor by which it changes the pace. */
  private final List<Double> drifts = new ArrayList<>();

  private double pace = 1;
  private int owed;
  private long behind;

  /**
   * @param tickNs length of a tick when all is well
   * @param owedMax ticks that are made up for at most after a standstill
   */
  SwitchClock(long tickNs, int owedMax) {
    this.tickNs = tickNs;
    this.owedMax = owedMax;
  }

  /** Length of a tick when all is well. */
  long tickNs() {
    return tickNs;
  }

  /** Nanoseconds from one tick to the next. */
  long intervalNs() {
    return Math.max(1, Math.round(tickNs / pace));
  }

  /** From now on the clock runs so many times as fast, besides what else changes its pace. */
  void drift(double factor) {
    drifts.add(factor);
    settle();
  }

  /** Undoes a {@link #drift}. */
  void undrift(double factor) {
    boolean was = drifts.remove((Double) factor);
    assert was : "a drift ends once";
    settle();
  }

  /** In the order in which they began, so that the same faults make the same pace. */
  private void settle() {
    pace = drifts.stream().reduce(1.0, (one, other) -> one * other);
  }

  /** The clock is set back: so many ticks will not come. */
  void fallBehind(int ticks) {
    behind += ticks;
  }

  /** A tick is due; true if it comes. */
  boolean ticks() {
    if (behind > 0) {
      behind--;
      return false;
    }
    return true;
  }

  /** A tick came while the switch stood still. */
  void miss() {
    owed = Math.min(owed + 1, owedMax);
  }

  /** How many ticks are to be made up for; none are afterwards. */
  int takeOwed() {
    int due = owed;
    owed = 0;
    return due;
  }
}
