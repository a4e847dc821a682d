package io.quorate.fabric.run;

import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.observe.Observer;
import io.quorate.fabric.observe.Regained;
import io.quorate.fabric.sim.FaultWatcher;
import io.quorate.fabric.sim.Seat;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.sim.SwitchWatcher;
import io.quorate.fabric.tally.SlotLog;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.LogReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees what switches do and faults change, and passes it to the digest, the observers and the
 * timeline; counts what the summary tells.
 */
final class RunWatch implements SwitchWatcher, FaultWatcher {

  private final Simulator simulator;
  private final TraceDigest digest;
  private final TraceLog timeline;
  private final SlotLog slotLog;
  private final int group;
  private final Observer observer;
  private final String suffix;
  private final ChangeWatch changes;
  private final Set<Ballot> elections = new LinkedHashSet<>();
  private final Set<Integer> reportLoss = new LinkedHashSet<>();
  private long slots;
  private long noops;
  private long repeated;
  private long executed;
  private long batched;
  private long votesFound;
  private long snapshots;
  private long faultsBegun;

  /** The node that came to lead last, in the highest ballot; 0 once it has stopped. */
  private int leading;

  private long leadingBallot = Ballot.NONE;
  private final List<Long> leaderLossesNs = new ArrayList<>();

  /**
   * @param outputs get the timeline's events and what slots hold
   * @param group id of the Paxos group
   * @param changes sees what becomes of the group's configurations
   * @param suffix behind what the timeline is told, where several groups are watched
   */
  RunWatch(
      Simulator simulator,
      TraceDigest digest,
      Outputs outputs,
      int group,
      Observer observer,
      ChangeWatch changes,
      String suffix) {
    this.suffix = suffix;
    this.changes = changes;
    this.simulator = simulator;
    this.digest = digest;
    this.timeline = outputs.timeline();
    this.slotLog = outputs.slots();
    this.group = group;
    this.observer = observer;
  }

  long nowNs() {
    return simulator.nowNs();
  }

  /** Leaders that came to lead by an election, the first leader not counted. */
  int elections() {
    return elections.size();
  }

  /** Slots delivered by at least one replica. */
  long slots() {
    return slots;
  }

  /** Of these, no-ops. */
  long noops() {
    return noops;
  }

  /** Of these, requests that had been executed in an earlier slot. */
  long repeated() {
    return repeated;
  }

  /** Values that shared a slot with others. */
  long batched() {
    return batched;
  }

  /** Requests executed. */
  long executed() {
    return executed;
  }

  /** Snapshots that replicas went on with. */
  long snapshots() {
    return snapshots;
  }

  /** Votes that candidates were told of. */
  long votesFound() {
    return votesFound;
  }

  /** Nodes that report that too many have lost their memory, themselves among them. */
  Set<Integer> reportLoss() {
    return reportLoss;
  }

  /** What becomes of the group's configurations. */
  ChangeWatch changes() {
    return changes;
  }

  /** When whoever led stopped to lead, or was stopped; ascending. */
  List<Long> leaderLossesNs() {
    return leaderLossesNs;
  }

  private void noteLeader(int node, int leader, Ballot ballot) {
    if (leader == node && ballot.packed() > leadingBallot) {
      noteLoss(leading);
      leading = node;
      leadingBallot = ballot.packed();
    } else if (leader != node) {
      noteLoss(node);
    }
  }

  /** The node leads no more, if it was the one that did. */
  private void noteLoss(int node) {
    if (node != 0 && node == leading) {
      leading = 0;
      changes.leaderLost();
      leaderLossesNs.add(simulator.nowNs());
    }
  }

  long faultsBegun() {
    return faultsBegun;
  }

  // ---------------------------------------------------------------- switches

  @Override
  public void submitted(Seat at, Value value) {
    observer.submitted(value);
  }

  @Override
  public void received(Seat at, int from, Message message) {
    observer.received(at.node(), from, message);
    if (message instanceof Message.Promise promise) {
      votesFound += promise.votes().size();
    }
  }

  @Override
  public void sent(Seat at, int to, Message message) {
    observer.sent(at.node(), to, message);
    if (timeline.isOn() && message instanceof Message.Prepare prepare && to == 0) {
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              TraceEvent.Kind.ELECTION,
              TraceEvent.NO_SLOT,
              prepare.ballot().toString(),
              prepare.handedOver() == null
                  ? "stands for election"
                  : "stands, being handed the lead"));
    } else if (timeline.isOn() && message instanceof Message.HandOver turn) {
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              TraceEvent.Kind.ELECTION,
              TraceEvent.NO_SLOT,
              turn.ballot().toString(),
              "hands over to node " + to + suffix));
    }
  }

  @Override
  public void delivered(Seat at, Effect.Deliver delivery) {
    digest.add(RecordKind.DELIVERED, at.node(), simulator.nowNs(), delivery.slot());
    digest.add(RecordKind.STATE, at.node(), simulator.nowNs(), delivery.stateDigest());
    if (delivery.slot() >= slots) {
      slotLog.delivered(group, delivery.slot(), delivery.value());
      slots = delivery.last() ? delivery.slot() + 1 : slots;
      batched += delivery.index() == 0 && delivery.last() ? 0 : 1;
      noops += delivery.outcome() == Execution.Outcome.NOOP ? 1 : 0;
      repeated += delivery.outcome() == Execution.Outcome.REPEATED ? 1 : 0;
      executed += delivery.outcome() == Execution.Outcome.EXECUTED ? 1 : 0;
    }
    observer.delivered(at.node(), delivery);
    if (timeline.isOn()) {
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              TraceEvent.Kind.DELIVERED,
              delivery.slot(),
              "",
              words(delivery.outcome()) + suffix));
    }
  }

  @Override
  public void installed(Seat at, Effect.Installed installed) {
    snapshots++;
    digest.add(RecordKind.INSTALLED, at.node(), simulator.nowNs(), installed.slot());
    digest.add(RecordKind.STATE, at.node(), simulator.nowNs(), installed.stateDigest());
    observer.installed(at.node(), installed);
    if (timeline.isOn()) {
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              TraceEvent.Kind.DELIVERED,
              installed.slot(),
              "",
              "installed a snapshot; its next slot was " + installed.fromSlot()));
    }
  }

  @Override
  public void reconfigured(Seat at, Effect.Reconfigured told) {
    observer.reconfigured(at.node(), told);
    changes.reconfigured(at, told);
  }

  @Override
  public void changeAsked(Seat at, Value change) {
    observer.submitted(change);
    changes.asked(at);
  }

  @Override
  public void changeSettled(String wish, @Nullable String outcome) {
    changes.settled(wish, outcome);
  }

  @Override
  public void memoryLost(Seat at, List<Integer> members) {
    String found =
        members.isEmpty()
            ? "finds that memory was not lost after all"
            : "finds that too many have lost their memory: nodes " + members;
    if (members.isEmpty()) {
      reportLoss.remove(at.node());
    } else {
      reportLoss.add(at.node());
    }
    digest.add(RecordKind.CONDITION, at.node(), simulator.nowNs(), found);
    note(at.name(), TraceEvent.Kind.NOTE, found);
  }

  @Override
  public void durable(Seat at, long from, byte[] bytes) {
    observer.durable(at.node(), LogReader.part(from, bytes));
  }

  @Override
  public void started(Seat at, int incarnation) {
    digest.add(RecordKind.CONDITION, at.node(), simulator.nowNs(), "incarnation " + incarnation);
    reportLoss.remove(at.node());
    observer.started(at.node(), incarnation);
    note(
        at.name(),
        TraceEvent.Kind.FAULT,
        "starts without memory, incarnation " + Integer.toUnsignedString(incarnation));
  }

  @Override
  public void recovered(Seat at, Replica replica) {
    Incarnations known = replica.incarnations();
    observer.recovered(
        at.node(),
        new Regained(known, replica.promised(), replica.nextSlot(), replica::votedBallot));
    note(at.name(), TraceEvent.Kind.NOTE, "has won its memory back, knows incarnations " + known);
  }

  private static String words(Execution.Outcome outcome) {
    return switch (outcome) {
      case EXECUTED -> "delivered: executed";
      case REPEATED -> "delivered: repeated";
      case STALE -> "delivered: stale";
      case EXPIRED -> "delivered: expired";
      case NOOP -> "delivered: no-op";
      case RECONFIGURED -> "delivered: configuration changed";
      case REJECTED -> "delivered: change refused";
    };
  }

  @Override
  public void leaderChanged(Seat at, int leader, Ballot ballot) {
    digest.add(RecordKind.LEADER, at.node(), simulator.nowNs(), leader);
    noteLeader(at.node(), leader, ballot);
    boolean elected = leader == at.node() && ballot.round() > 0;
    if (elected) {
      elections.add(ballot);
    }
    if (timeline.isOn()) {
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(),
              at.name(),
              elected ? TraceEvent.Kind.ELECTION : TraceEvent.Kind.NOTE,
              TraceEvent.NO_SLOT,
              ballot.toString(),
              (leader == 0 ? "trusts nobody" : elected ? "leads" : "trusts node " + leader)
                  + suffix));
    }
  }

  @Override
  public void conditionChanged(Seat at, String condition) {
    if (!at.isRunning()) {
      noteLoss(at.node());
    }
    if (at.place() == 0) { // A switch has several seats, and one condition.
      digest.add(RecordKind.CONDITION, at.node(), simulator.nowNs(), condition);
      note(at.name(), TraceEvent.Kind.FAULT, condition);
    }
  }

  // ---------------------------------------------------------------- faults

  @Override
  public void began(TimedFault fault) {
    faultsBegun++;
    digest.add(RecordKind.FAULT_BEGAN, 0, simulator.nowNs(), fault.fault().describe());
    note(fault.fault(), "");
  }

  @Override
  public void ended(TimedFault fault) {
    digest.add(RecordKind.FAULT_ENDED, 0, simulator.nowNs(), fault.fault().describe());
    note(fault.fault(), "over: ");
  }

  /** What a crash or a pause makes of its switch, that switch's change of condition tells. */
  private void note(Fault fault, String before) {
    switch (fault) {
      case Fault.Crash _, Fault.Pause _ -> {}
      case Fault.ClockJump(String node, int _) ->
          note(node, TraceEvent.Kind.FAULT, fault.describe());
      case Fault.DiskFull(String node) ->
          note(node, TraceEvent.Kind.FAULT, before + fault.describe());
      case Fault.SlowDisk(String node, int _) ->
          note(node, TraceEvent.Kind.FAULT, before + fault.describe());
      case Fault.LogTorn(String node) -> note(node, TraceEvent.Kind.FAULT, fault.describe());
      case Fault.LogLost(String node) ->
          note(node, TraceEvent.Kind.FAULT, before + fault.describe());
      case Fault.ControllerCut(String node) ->
          note(node, TraceEvent.Kind.FAULT, before + fault.describe());
      case Fault.ClockRate(String node, double _) ->
          note(node, TraceEvent.Kind.FAULT, before + fault.describe());
      case Fault.Reboot _ -> {}
      case Fault.Reconfigure _ ->
          note("", TraceEvent.Kind.CONFIGURATION, "wanted: " + fault.target());
      case Fault.HandOver _ -> note("", TraceEvent.Kind.FAULT, "asked to " + fault.describe());
      case Fault.FlowWipe(String node) -> note(node, TraceEvent.Kind.FAULT, fault.describe());
      case Fault.LinkDown _,
          Fault.Partition _,
          Fault.DataPlaneDown _,
          Fault.Loss _,
          Fault.Duplication _,
          Fault.Reordering _,
          Fault.Delay _,
          Fault.Corruption _ ->
          note("", TraceEvent.Kind.FAULT, before + fault.describe());
    }
  }

  private void note(String node, TraceEvent.Kind kind, String text) {
    if (timeline.isOn()) {
      timeline.log(TraceEvent.at(simulator.nowNs(), node, kind, text));
    }
  }
}
