package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.paxos.Lease;
import java.util.Comparator;

/**
 * Draws what goes wrong with clocks. Where the group has leases, clocks keep to the bound that was
 * stated: the protocol promises nothing beyond it. Elsewhere they do what they like, since nothing
 * but time-outs depends on them.
 */
final class Clocks {

  private static final double PPM = 1_000_000;
  private static final int STEPS = 1_000;
  private static final int LONGEST_JUMP_SCALE = 11;

  private final Dice dice;
  private final Lease lease;

  Clocks(Dice dice, Lease lease) {
    this.dice = dice;
    this.lease = lease;
  }

  /** Of several groups' leases the one that allows clocks the least; none if there is none. */
  static Lease strictest(Fabric fabric) {
    return fabric.tenants().stream()
        .map(tenant -> tenant.group().reads().lease())
        .filter(Lease::isOn)
        .min(Comparator.comparingInt(Lease::driftPpm))
        .orElse(Lease.NONE);
  }

  /** True if clocks must keep to a bound, so that two faults on one would go beyond it. */
  boolean areBound() {
    return lease.isOn();
  }

  /** From a tenth of the right pace to ten times that, or anything within the bound. */
  double rate() {
    if (areBound()) {
      double drift = lease.driftPpm() / PPM;
      boolean extreme = dice.oneIn(2);
      long step = extreme ? STEPS * dice.below(2L) : dice.below(STEPS + 1L);
      return rounded(1 - drift + 2 * drift * step / STEPS);
    }
    double factor = 1 + dice.below(90) / 10.0;
    return dice.oneIn(2) ? factor : rounded(1 / factor);
  }

  /** The slowest pace within the bound. */
  double slowest() {
    return rounded(1 - lease.driftPpm() / PPM);
  }

  /** The fastest pace within the bound. */
  double fastest() {
    return rounded(1 + lease.driftPpm() / PPM);
  }

  /** Ticks ahead or back, one to some thousands, each scale as likely as the next. */
  int jump() {
    int scale = 1 << dice.below(LONGEST_JUMP_SCALE);
    int ticks = scale + dice.below(scale);
    return dice.oneIn(2) ? ticks : -ticks;
  }

  /** Few digits, so that schedules read well; inside, so that the bound is kept. */
  private double rounded(double rate) {
    double digits = Math.rint(rate * PPM) / PPM;
    double drift = lease.driftPpm() / PPM;
    return areBound() ? Math.max(1 - drift, Math.min(1 + drift, digits)) : digits;
  }
}
