package io.quorate.fabric.run;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Tenant;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.Swarm;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.random.SeededRandom;

/**
 * Everything that decides a run. The same scenario gives the same run, to the last bit, on every
 * machine.
 *
 * @param fabric the switches, hosts and links
 * @param workload what the clients ask for
 * @param faults what goes wrong, between 0 and {@code durationNs}
 * @param seed of every random choice in the run
 * @param durationNs virtual time after which everything is healed and clients ask nothing new
 */
public record Scenario(
    Fabric fabric, Workload workload, FaultSchedule faults, long seed, long durationNs) {

  /** Longest waits of a replica, one after the other, that it may take to elect a leader. */
  private static final long ELECTIONS_MAX = 20;

  /** No-ops on their way at a time while a change is not in force yet. */
  private static final int FILL_SLOTS = 256;

  /** Longest waits of a client before it asks again. */
  private static final long RETRIES_MAX = 10;

  /**
   * Liveness, stated: virtual time after healing within which every request must be answered, and
   * after that within which every replica must have caught up. A clock that was set back stands
   * still for as long, and its replica with it. A change of the group comes into force a window of
   * slots after its own; those are filled as many at a time as may be in flight, each time in no
   * longer than a message is given before it is repeated.
   */
  public long patienceNs() {
    return (ELECTIONS_MAX * fabric.group().electionTicksMax() + ticksSetBack())
            * fabric.group().tickNs()
        + RETRIES_MAX * workload.timeoutMaxNs()
        + changes() * changeNs();
  }

  private long changes() {
    return faults.faults().stream()
        .filter(timed -> timed.fault() instanceof Fault.Reconfigure)
        .count();
  }

  /** How long the longest change of a group may take, where nothing fails. */
  private long changeNs() {
    return fabric.tenants().stream()
        .map(Tenant::group)
        .mapToLong(group -> rounds(group) * group.retransmitTicks() * group.tickNs())
        .max()
        .orElse(0);
  }

  private static long rounds(PaxosGroup group) {
    return Math.ceilDiv(group.windowSlots(), Math.min(FILL_SLOTS, group.limits().inFlightSlots()));
  }

  /** By how much all clocks together are set back. */
  private long ticksSetBack() {
    long ticks = 0;
    for (TimedFault timed : faults.faults()) {
      ticks += timed.fault() instanceof Fault.ClockJump(_, int jump) ? Math.max(0, -jump) : 0;
    }
    return ticks;
  }

  /** A scenario whose faults are drawn from its seed too, from boot until everything is healed. */
  public static Scenario drawn(Fabric fabric, Workload workload, long seed, long durationNs) {
    FaultSchedule faults =
        Swarm.draw(fabric, new SeededRandom(seed).split("faults"), 0, durationNs);
    return new Scenario(fabric, workload, faults, seed, durationNs);
  }
}
