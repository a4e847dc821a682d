package io.quorate.fabric.sim;

import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.time.EventTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a fault schedule out: makes each fault act on links and switches at its time and undoes
 * it when it ends. Faults that overlap on the same link or switch compose; the end of one never
 * undoes another.
 */
public final class FaultInjection implements EventTarget {

  private enum Stage {
    AWAITED,
    ACTIVE,
    OVER
  }

  /** One fault of the schedule and how far it is. */
  private static final class Entry {
    final TimedFault timed;
    Stage stage = Stage.AWAITED;

    Entry(TimedFault timed) {
      this.timed = timed;
    }
  }

  private static final long BEGIN = 0;
  private static final long END = 1;
  private static final Impairment BLOCK = new Impairment.Block();

  private final Simulator simulator;
  private final Consumer<Fault.Reconfigure> operator;
  private final FaultWatcher watcher;
  private final Map<String, Cable> cables = new LinkedHashMap<>();
  private final Map<String, SwitchCondition> switches = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private long begunCount;

  /** Faults where nobody can be asked to change a group. */
  public FaultInjection(
      Simulator simulator,
      List<Cable> cables,
      Map<String, ? extends SwitchFaults> switches,
      FaultWatcher watcher) {
    this(
        simulator,
        cables,
        switches,
        wish -> {
          throw new IllegalArgumentException("nobody changes the group: " + wish);
        },
        watcher);
  }

  /**
   * Faults for these links and switches; none yet.
   *
   * @param cables every link of the fabric
   * @param switches every switch, by name
   * @param operator is asked to change a group
   * @param watcher is told of each fault's begin and end, just after
   */
  public FaultInjection(
      Simulator simulator,
      List<Cable> cables,
      Map<String, ? extends SwitchFaults> switches,
      Consumer<Fault.Reconfigure> operator,
      FaultWatcher watcher) {
    this.simulator = simulator;
    this.operator = operator;
    this.watcher = watcher;
    cables.forEach(cable -> this.cables.put(cable.link().name(), cable));
    switches.forEach((name, faults) -> this.switches.put(name, new SwitchCondition(faults)));
  }

  /**
   * Has every fault of the schedule begin and end at its time, counted from the start of the run. A
   * fault whose duration is 0, other than a flow wipe, begins and ends in the same instant.
   *
   * @throws IllegalArgumentException when a fault names a link or switch that the fabric lacks;
   *     nothing is scheduled then
   */
  public void schedule(FaultSchedule schedule) {
    schedule.faults().forEach(timed -> checkNames(timed.fault()));
    for (TimedFault timed : schedule.faults()) {
      Entry entry = new Entry(timed);
      entries.add(entry);
      simulator.at(timed.atNs(), this, BEGIN, entry);
    }
  }

  /** Ends every fault that acts now and calls off those yet to begin. */
  public void healAll() {
    for (Entry entry : entries) {
      if (entry.stage == Stage.ACTIVE) {
        end(entry);
      }
      entry.stage = Stage.OVER;
    }
    entries.clear();
  }

  /** Faults that act now, in the order of the schedule. */
  public List<TimedFault> active() {
    return entries.stream().filter(e -> e.stage == Stage.ACTIVE).map(e -> e.timed).toList();
  }

  /** Faults that have begun so far. */
  public long begunCount() {
    return begunCount;
  }

  /** A fault begins or ends; for the simulator. */
  @Override
  public void act(long code, @Nullable Object payload) {
    if (!(payload instanceof Entry entry)) {
      throw new AssertionError("a fault's event carries the fault");
    }
    if (code == BEGIN && entry.stage == Stage.AWAITED) {
      begin(entry);
    } else if (code == END && entry.stage == Stage.ACTIVE) {
      end(entry);
    }
  }

  private void begin(Entry entry) {
    begunCount++;
    TimedFault timed = entry.timed;
    if (timed.fault().isInstant()) {
      entry.stage = Stage.OVER;
      happen(timed.fault());
      watcher.began(timed);
      return;
    }
    entry.stage = Stage.ACTIVE;
    apply(timed.fault(), true);
    watcher.began(timed);
    if (timed.endNs() != TimedFault.UNTIL_HEALED) {
      simulator.at(timed.endNs(), this, END, entry);
    }
  }

  private void happen(Fault fault) {
    if (fault instanceof Fault.FlowWipe(String node)) {
      condition(node).wipeFlows();
    } else if (fault instanceof Fault.ClockJump(String node, int ticks)) {
      condition(node).jump(ticks);
    } else if (fault instanceof Fault.Reboot(String node)) {
      condition(node).reboot();
    } else if (fault instanceof Fault.LogTorn(String node)) {
      condition(node).tearLog();
    } else if (fault instanceof Fault.HandOver(String to)) {
      switches.values().forEach(each -> each.handOver(to));
    } else if (fault instanceof Fault.Reconfigure wish) {
      operator.accept(wish);
    }
  }

  private void end(Entry entry) {
    entry.stage = Stage.OVER;
    apply(entry.timed.fault(), false);
    watcher.ended(entry.timed);
  }

  private void apply(Fault fault, boolean on) {
    switch (fault) {
      case Fault.Crash(String node) -> condition(node).crash(on ? 1 : -1);
      case Fault.Pause(String node) -> condition(node).pause(on ? 1 : -1);
      case Fault.LinkDown(String link) -> carrier(cable(link), !on);
      case Fault.Partition partition -> partition(partition, on);
      case Fault.Loss(String link, double p) -> impair(link, new Impairment.Loss(p), on);
      case Fault.Duplication(String link, double p) ->
          impair(link, new Impairment.Duplication(p), on);
      case Fault.Reordering(String link, double p, long holdNs) ->
          impair(link, new Impairment.Reordering(p, holdNs), on);
      case Fault.Delay(String link, long extraNs) ->
          impair(link, new Impairment.Delay(extraNs), on);
      case Fault.Corruption(String link, double p) ->
          impair(link, new Impairment.Corruption(p), on);
      case Fault.ClockRate(String node, double rate) -> condition(node).drift(rate, on);
      case Fault.DiskFull(String node) -> condition(node).fillDisk(on);
      case Fault.SlowDisk(String node, int times) -> condition(node).slowDisk(times, on);
      case Fault.LogLost(String node) -> condition(node).loseLog(on);
      case Fault.ControllerCut(String node) -> condition(node).cutController(on);
      case Fault.DataPlaneDown() -> switches.values().forEach(each -> each.dropDataPlane(on));
      case Fault.FlowWipe _,
          Fault.Reboot _,
          Fault.LogTorn _,
          Fault.HandOver _,
          Fault.Reconfigure _,
          Fault.ClockJump _ ->
          throw new AssertionError("has no duration: " + fault);
    }
  }

  private static void carrier(Cable cable, boolean up) {
    if (up) {
      cable.bringUp();
    } else {
      cable.takeDown();
    }
  }

  private void impair(String link, Impairment impairment, boolean on) {
    impair(cable(link).forth(), impairment, on);
    impair(cable(link).back(), impairment, on);
  }

  private static void impair(Lane lane, Impairment impairment, boolean on) {
    if (on) {
      lane.impose(impairment);
    } else {
      lane.lift(impairment);
    }
  }

  /** A link with an end on neither side is left alone. */
  private void partition(Fault.Partition partition, boolean on) {
    for (Cable cable : cables.values()) {
      blockIfParted(cable.forth(), partition, on);
      blockIfParted(cable.back(), partition, on);
    }
  }

  private static void blockIfParted(Lane lane, Fault.Partition partition, boolean on) {
    if (partition.cuts(lane.from().name(), lane.to().name())) {
      impair(lane, BLOCK, on);
    }
  }

  private void checkNames(Fault fault) {
    switch (fault) {
      case Fault.Crash(String node) -> condition(node);
      case Fault.Pause(String node) -> condition(node);
      case Fault.FlowWipe(String node) -> condition(node);
      case Fault.Reboot(String node) -> condition(node);
      case Fault.HandOver(String to) -> condition(to);
      case Fault.Reconfigure wish -> {} // The operator of the group knows its members.
      case Fault.ClockRate(String node, double rate) -> condition(node);
      case Fault.DiskFull(String node) -> condition(node);
      case Fault.LogTorn(String node) -> condition(node);
      case Fault.LogLost(String node) -> condition(node);
      case Fault.ControllerCut(String node) -> condition(node);
      case Fault.DataPlaneDown() -> {}
      case Fault.SlowDisk(String node, int times) -> condition(node);
      case Fault.ClockJump(String node, int ticks) -> condition(node);
      case Fault.LinkDown(String link) -> cable(link);
      case Fault.Loss(String link, double p) -> cable(link);
      case Fault.Duplication(String link, double p) -> cable(link);
      case Fault.Reordering(String link, double p, long holdNs) -> cable(link);
      case Fault.Delay(String link, long extraNs) -> cable(link);
      case Fault.Corruption(String link, double p) -> cable(link);
      case Fault.Partition partition -> {}
    }
  }

  private Cable cable(String link) {
    Cable cable = cables.get(link);
    if (cable == null) {
      throw new IllegalArgumentException("no link is named " + link);
    }
    return cable;
  }

  private SwitchCondition condition(String node) {
    SwitchCondition condition = switches.get(node);
    if (condition == null) {
      throw new IllegalArgumentException("no switch is named " + node);
    }
    return condition;
  }
}
