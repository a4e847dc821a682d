package io.quorate.ovs.live;

import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.BadFile;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchTables;
import io.quorate.ovs.topology.LiveFabric;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The faults of a fault file that befall switches, done for real:
 *
 * <pre>
 *   crash        the switch's process is killed (-9) and its bridge deleted; then both are made anew
 *   reboot       the process is killed (-9) and started again at once; flows stay
 *   pause        the process is stopped (SIGSTOP) and goes on
 *   flow-wipe    the bridge's tables are emptied by another controller
 *   hand-over    whoever leads is told
 *   clock-rate, clock-jump   the process's clock for ticks runs otherwise
 * </pre>
 *
 * <p>Several faults on one switch compose; it is well again when all are over. What cannot be done
 * for real is refused before a run begins.
 */
final class SwitchTroubles {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final LiveFabric live;
  private final Squad squad;

  /** How many faults of the kind act on a switch now. */
  private final Map<String, Integer> crashed = new LinkedHashMap<>();

  private final Map<String, Integer> paused = new LinkedHashMap<>();

  SwitchTroubles(LiveFabric live, Squad squad) {
    this.live = live;
    this.squad = squad;
  }

  /**
   * Refuses what cannot be done here.
   *
   * @throws BadFile naming the first such fault
   */
  static void check(FaultSchedule schedule, boolean links) {
    for (TimedFault timed : schedule.faults()) {
      String why =
          switch (timed.fault()) {
            case Fault.DiskFull _, Fault.SlowDisk _ ->
                "a real disk cannot be made so for one process";
            case Fault.Reconfigure _ -> "live groups are not reconfigured yet";
            case Fault.LinkDown _,
                Fault.Partition _,
                Fault.Loss _,
                Fault.Duplication _,
                Fault.Reordering _,
                Fault.Delay _,
                Fault.Corruption _ ->
                links ? "" : "this fabric was built with direct links";
            case Fault.Crash _,
                Fault.Pause _,
                Fault.FlowWipe _,
                Fault.Reboot _,
                Fault.HandOver _,
                Fault.ClockRate _,
                Fault.ClockJump _ ->
                "";
          };
      if (!why.isEmpty()) {
        throw BadFile.whole(
            "fault \"" + timed.describe() + "\"",
            "cannot be had live: " + why,
            "leave it out, or run the file in the simulator");
      }
    }
  }

  /** True if the fault is one of these. */
  static boolean isOne(Fault fault) {
    return switch (fault) {
      case Fault.Crash _,
          Fault.Pause _,
          Fault.FlowWipe _,
          Fault.Reboot _,
          Fault.HandOver _,
          Fault.ClockRate _,
          Fault.ClockJump _ ->
          true;
      default -> false;
    };
  }

  /** Begins a fault, or ends one that has a duration. */
  void apply(Fault fault, boolean on) {
    switch (fault) {
      case Fault.Crash(String node) -> crash(node, on);
      case Fault.Pause(String node) -> pause(node, on);
      case Fault.Reboot(String node) -> reboot(node);
      case Fault.FlowWipe(String node) -> wipe(node);
      case Fault.HandOver(String to) ->
          live.fabric().switches().stream()
              .filter(each -> isUp(each.name()))
              .forEach(each -> squad.tell(each.name(), Map.of("do", "hand-over", "to", to)));
      case Fault.ClockRate(String node, double rate) -> {
        if (isUp(node)) {
          squad.tell(node, Map.of("do", "clock-rate", "factor", on ? rate : 1.0));
        }
      }
      case Fault.ClockJump(String node, int ticks) -> {
        if (isUp(node)) {
          squad.tell(node, Map.of("do", "clock-jump", "ticks", (long) ticks));
        }
      }
      default -> throw new IllegalArgumentException("no fault of a switch: " + fault);
    }
  }

  private boolean isUp(String node) {
    return !crashed.containsKey(node) && !paused.containsKey(node);
  }

  private void crash(String node, boolean on) {
    if (begins(crashed, node, on)) {
      paused.remove(node);
      squad.kill(node);
      live.deleteBridge(node);
    } else if (ends(crashed, node, on)) {
      live.createBridge(node);
      squad.startSwitch(node);
    }
  }

  private void pause(String node, boolean on) {
    if (crashed.containsKey(node)) {
      return;
    }
    if (begins(paused, node, on)) {
      squad.signal(node, "STOP");
    } else if (ends(paused, node, on)) {
      squad.signal(node, "CONT");
    }
  }

  private void reboot(String node) {
    if (!crashed.containsKey(node)) {
      paused.remove(node);
      squad.kill(node);
      squad.startSwitch(node);
    }
  }

  private void wipe(String node) {
    if (crashed.containsKey(node)) {
      return;
    }
    try (OpenFlowSwitch other =
        OpenFlowSwitch.connect(
            UnixDomainSocketAddress.of(live.openFlowSocket(node)),
            List.of(OpenFlowVersion.V13),
            TIMEOUT)) {
      other.synchronise(SwitchTables.EMPTY);
    }
  }

  /** Counts one more; true if it is the first. */
  private static boolean begins(Map<String, Integer> counts, String node, boolean on) {
    return on && counts.merge(node, 1, Integer::sum) == 1;
  }

  /** Counts one less; true if it was the last. */
  private static boolean ends(Map<String, Integer> counts, String node, boolean on) {
    if (on || !counts.containsKey(node)) {
      return false;
    }
    int left = counts.merge(node, -1, Integer::sum);
    if (left == 0) {
      counts.remove(node);
    }
    return left == 0;
  }
}
