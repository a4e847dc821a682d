package io.quorate.ovs.live;

import io.quorate.fabric.PaxosGroup;

/**
 * When a replica's ticks are due, by the machine's monotonic clock. A process that stood still gets
 * one tick and has missed the others; where the group has leases it gets as many as a lease lasts,
 * for a lease must not look younger than it is.
 */
final class TickClock {

  private final long tickNs;
  private final int owedMax;
  private long intervalNs;
  private long nextNs;
  private long behind;
  private long missed;

  TickClock(PaxosGroup group) {
    this.tickNs = group.tickNs();
    this.intervalNs = tickNs;
    this.owedMax = Math.max(1, group.reads().lease().ticks());
  }

  void start(long nowNs) {
    nextNs = nowNs + intervalNs;
  }

  /** Nanoseconds until the next tick, 0 if it is due. */
  long dueInNs(long nowNs) {
    return Math.max(0, nextNs - nowNs);
  }

  /** How many ticks are to be given now. */
  int due(long nowNs) {
    if (nowNs < nextNs) {
      return 0;
    }
    long passed = (nowNs - nextNs) / intervalNs + 1;
    nextNs += passed * intervalNs;
    int ticks = (int) Math.min(passed, owedMax);
    missed += passed - ticks;
    int skipped = (int) Math.min(behind, ticks);
    behind -= skipped;
    return ticks - skipped;
  }

  /** Ticks that never came because this process did not get to run. */
  long missed() {
    return missed;
  }

  /** The clock runs so many times as fast from the next tick on; 1 = as it should. */
  void run(double factor) {
    if (!(factor >= 0.01 && factor <= 100)) {
      throw new IllegalArgumentException("a clock cannot run " + factor + " times as fast");
    }
    intervalNs = Math.max(1, Math.round(tickNs / factor));
  }

  /** The clock is set back: so many ticks will not come. */
  void fallBehind(int ticks) {
    behind += ticks;
  }
}
