package io.quorate.ovs.live;

import io.quorate.fabric.Switch;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.BadFile;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchSettings;
import io.quorate.ovs.openflow.SwitchTables;
import io.quorate.ovs.topology.LiveFabric;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The faults of a fault file that befall switches, done for real:
 *
 * <pre>
 *   crash            the switch's process is killed (-9) and its bridge deleted; then both are made anew
 *   reboot           the process is killed (-9) and started again at once; flows stay
 *   pause            the process is stopped (SIGSTOP) and goes on
 *   log-torn         as reboot; meanwhile the end of the member's log is torn
 *   log-lost         as reboot; the log is truncated, and put back, with another reboot, at the end
 *   data-plane-down  ovs-vswitchd is killed (-9) and, at the end, started again
 *   controller-cut   the process's OpenFlow connection to its switch is cut
 *   flow-wipe        the bridge's tables are emptied by another controller
 *   hand-over        whoever leads is told
 *   disk-full, slow-disk     the process's log takes nothing more; syncs take longer
 *   clock-rate, clock-jump   the process's clock for ticks runs otherwise
 * </pre>
 *
 * <p>Several faults on one switch compose; it is well again when all are over. What cannot be done
 * for real is refused before a run begins.
 */
final class SwitchTroubles {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final LiveFabric live;
  private final Map<String, SwitchTrouble> switches = new LinkedHashMap<>();

  /** Faults that keep the data plane of all switches down. */
  private int planeFaults;

  /**
   * Nothing is wrong yet; what an earlier run may have left is ended.
   *
   * @param seed draws where logs are damaged
   */
  SwitchTroubles(LiveFabric live, Squad squad, long seed) {
    this.live = live;
    Random random = new Random(seed);
    for (Switch each : live.fabric().switches()) {
      SwitchTrouble trouble = new SwitchTrouble(live, squad, each.name(), random);
      trouble.ease();
      switches.put(each.name(), trouble);
    }
  }

  /**
   * Refuses what cannot be done here.
   *
   * @throws BadFile naming the first such fault
   */
  static void check(FaultSchedule schedule, boolean links) {
    for (TimedFault timed : schedule.faults()) {
      String why = "";
      if (timed.fault() instanceof Fault.Reconfigure) {
        why = "live groups are not reconfigured yet";
      } else if (!isOne(timed.fault()) && !links) {
        why = "this fabric was built with direct links";
      }
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
          Fault.LogTorn _,
          Fault.LogLost _,
          Fault.DataPlaneDown _,
          Fault.ControllerCut _,
          Fault.HandOver _,
          Fault.DiskFull _,
          Fault.SlowDisk _,
          Fault.ClockRate _,
          Fault.ClockJump _ ->
          true;
      case Fault.LinkDown _,
          Fault.Partition _,
          Fault.Loss _,
          Fault.Duplication _,
          Fault.Reordering _,
          Fault.Delay _,
          Fault.Corruption _,
          Fault.Reconfigure _ ->
          false;
    };
  }

  /** Begins a fault, or ends one that has a duration. */
  void apply(Fault fault, boolean on) {
    switch (fault) {
      case Fault.Crash(String node) -> at(node).crash(on);
      case Fault.Pause(String node) -> at(node).pause(on);
      case Fault.Reboot(String node) -> at(node).reboot();
      case Fault.LogTorn(String node) -> at(node).tearLog();
      case Fault.LogLost(String node) -> at(node).loseLog(on);
      case Fault.DataPlaneDown() -> dropDataPlane(on);
      case Fault.ControllerCut(String node) -> at(node).cutController(on);
      case Fault.FlowWipe(String node) -> wipe(node);
      case Fault.HandOver(String to) ->
          switches.values().forEach(each -> each.tell(Map.of("do", "hand-over", "to", to)));
      case Fault.DiskFull(String node) -> at(node).fillDisk(on);
      case Fault.SlowDisk(String node, int times) -> at(node).slowDisk(times, on);
      case Fault.ClockRate(String node, double rate) -> at(node).clockRate(rate, on);
      case Fault.ClockJump(String node, int ticks) ->
          at(node).tell(Map.of("do", "clock-jump", "ticks", (long) ticks));
      default -> throw new IllegalArgumentException("no fault of a switch: " + fault);
    }
    switches.values().forEach(each -> each.settle(planeFaults == 0));
  }

  private SwitchTrouble at(String node) {
    SwitchTrouble found = switches.get(node);
    if (found == null) {
      throw new IllegalArgumentException("no switch " + node);
    }
    return found;
  }

  private void dropDataPlane(boolean on) {
    planeFaults += on ? 1 : -1;
    if (on && planeFaults == 1) {
      live.stopSwitchDaemon(false);
    } else if (planeFaults == 0) {
      live.startSwitchDaemon();
    }
  }

  private void wipe(String node) {
    if (planeFaults > 0 || !at(node).hasBridge()) {
      return; // It has no flows.
    }
    try (OpenFlowSwitch other =
        OpenFlowSwitch.seek(
            UnixDomainSocketAddress.of(live.openFlowSocket(node)),
            SwitchSettings.of(List.of(OpenFlowVersion.V13), TIMEOUT))) {
      Squad.await(node + " cannot be reached to wipe its flows", other::isConnected);
      other.synchronise(SwitchTables.EMPTY);
    }
  }
}
