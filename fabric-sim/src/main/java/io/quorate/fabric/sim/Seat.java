package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.Journal;
import io.quorate.fabric.program.PaxosProcess;
import io.quorate.fabric.program.ProgramHost;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Counters;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A switch's place among those that serve one of the fabric's services: the programs for that
 * service and, on a member of its Paxos group, a replica with a clock that ticks in virtual time. A
 * switch has a seat for each service; they share its ports and tables, and nothing else.
 */
public final class Seat implements ProgramHost, DiskOwner {

  /**
   * What a seat is made from.
   *
   * @param place of the service among the fabric's services
   * @param directory of the fabric, as that service has it
   * @param node Paxos node id; 0 where there is no replica
   * @param start makes its member of the group; not asked where there is none
   * @param valueBytesMax longest value that a message can carry
   * @param clock gives the replica its ticks
   * @param disk what the replica keeps; null where there is none, or the group is volatile
   * @param watcher is told what happens here
   */
  record Assignment(
      int place,
      Directory directory,
      int node,
      Starter start,
      int valueBytesMax,
      SwitchClock clock,
      @Nullable SimulatedDisk disk,
      SwitchWatcher watcher) {}

  /** Makes a replica of what the node's disk gave back. */
  @FunctionalInterface
  interface Starter {
    Replica start(int incarnation, Recovered recovered);
  }

  /** With less room than this on its disk a replica that found none does not start again. */
  private static final long ROOM_BYTES = 1 << 14;

  private final Simulator simulator;
  private final SwitchNode at;
  private final ControlPlane control;
  private final Assignment assignment;
  private final SwitchWatcher watcher;
  private final SwitchPrograms programs;
  private int leader;
  private boolean leaderPending;
  private int incarnation = 1;
  private boolean recovering;

  private Consumer<Message> operatorHears = message -> {};

  /** Of replicas that have stopped. */
  private final List<Counters> earlier = new ArrayList<>();

  /** True while the replica takes no part for want of room on its disk. */
  private boolean full;

  /** True from when what runs the replica is stopped until it is started again. */
  private boolean stopped;

  /** What the disk has done while the switch stood still. */
  private @Nullable Runnable synced;

  Seat(Simulator simulator, SwitchNode at, ControlPlane control, Assignment assignment) {
    this.simulator = simulator;
    this.at = at;
    this.control = control;
    this.assignment = assignment;
    this.watcher = assignment.watcher();
    this.programs =
        new SwitchPrograms(
            assignment.directory(),
            at.description(),
            node() == 0 ? null : assignment.start().start(incarnation, Recovered.NOTHING),
            assignment.valueBytesMax(),
            this);
    PaxosProcess paxos = programs.paxos();
    SimulatedDisk disk = assignment.disk();
    if (paxos != null && disk != null) {
      disk.attach(this);
      paxos.keepOn(disk);
    }
  }

  /** Name of the switch. */
  public String name() {
    return at.name();
  }

  /** Paxos node id; 0 where there is no replica. */
  public int node() {
    return assignment.node();
  }

  long tickNs() {
    return assignment.clock().tickNs();
  }

  /** Place of the service among the fabric's services. */
  public int place() {
    return assignment.place();
  }

  public SwitchPrograms programs() {
    return programs;
  }

  /** The replica, or null. */
  public @Nullable Replica replica() {
    PaxosProcess paxos = programs.paxos();
    return paxos == null ? null : paxos.replica();
  }

  // ---------------------------------------------------------------- the switch

  /** True while the switch has neither crashed nor been paused. */
  public boolean isRunning() {
    return at.isRunning();
  }

  /** The replica, if there is one, boots, and its clock begins to tick at this time. */
  void boot(long firstTickNs) {
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      paxos.step(new Event.Booted());
      simulator.at(firstTickNs, this::tick, 0, null);
      at.drainEmitted();
    }
  }

  /**
   * What runs the replica starts anew, with what its disk holds or, in a volatile group, with
   * nothing; flows stay as they are, but for those to the leader, whom it does not know.
   */
  void startAgain() {
    PaxosProcess paxos = programs.paxos();
    if (paxos == null) {
      return;
    }
    stopped = false;
    incarnation++;
    earlier.add(paxos.replica().counters());
    Journal journal = paxos.journal();
    if (journal == null) {
      recovering = true;
      programs.startAgain(assignment.start().start(incarnation, Recovered.NOTHING));
      watcher.started(this, incarnation);
    } else {
      full = false;
      Recovered found = journal.read();
      if (found == null) {
        refuse(journal.damage());
        return;
      }
      programs.startAgainFromDisk(assignment.start().start(incarnation, found));
    }
    step(new Event.Booted());
  }

  /** The replica is not started: its log is not what it was told to keep. */
  private void refuse(String why) {
    conditionChanged("takes no part: " + why);
    leader = 0;
    leaderPending = true;
    at.drainEmitted();
  }

  // ---------------------------------------------------------------- the disk

  /** The switch stops: what waits for the disk is lost, and some of what was on its way there. */
  void crash() {
    stopReplica();
    SimulatedDisk disk = assignment.disk();
    if (disk != null) {
      disk.crash();
    }
  }

  /** What runs the replica stops, and the end of its log is torn. */
  void tearLog() {
    stopReplica();
    SimulatedDisk disk = assignment.disk();
    if (disk != null) {
      disk.tear();
    }
  }

  private void stopReplica() {
    Journal journal = journal();
    stopped = true;
    synced = null;
    if (journal != null) {
      journal.crash();
    }
  }

  /** The disk is done; whoever stands still hears of it when it goes on. */
  @Override
  public void synced(Runnable done) {
    if (at.isRunning()) {
      done.run();
      at.drainEmitted();
    } else {
      synced = done;
    }
  }

  /** The switch goes on after it stood still. */
  void resume() {
    Runnable done = synced;
    synced = null;
    if (stopped) {
      startAgain();
    } else if (done != null) {
      done.run();
      at.drainEmitted();
    }
  }

  @Override
  public void durable(long from, byte[] bytes) {
    watcher.durable(this, from, bytes);
  }

  /** Where the replica's records go; null where there is none. */
  public @Nullable Journal journal() {
    PaxosProcess paxos = programs.paxos();
    return paxos == null ? null : paxos.journal();
  }

  /** A figure over all replicas that ran here; 0 where there is none. */
  public long counted(ToLongFunction<Counters> figure) {
    Replica own = replica();
    return earlier.stream().mapToLong(figure).sum()
        + (own == null ? 0 : figure.applyAsLong(own.counters()));
  }

  /** The disk of the replica; null where there is none. */
  @Nullable SimulatedDisk disk() {
    return assignment.disk();
  }

  /** A replica whose disk is full takes no part; when there is room again, it starts anew. */
  private void mindDisk() {
    Journal journal = journal();
    SimulatedDisk disk = assignment.disk();
    if (journal == null || disk == null) {
      return;
    }
    if (!full && journal.isFull()) {
      full = true;
      conditionChanged("disk full");
    } else if (full && disk.hasRoom(ROOM_BYTES)) {
      full = false;
      conditionChanged("disk has room");
      stopReplica();
      startAgain();
    }
  }

  /** All that followed from the last event has happened. */
  void drained() {
    programs.pump();
    Replica own = replica();
    if (recovering && own != null && !own.isRecovering()) {
      recovering = false;
      watcher.recovered(this, own);
    }
  }

  private void tick(long code, @Nullable Object payload) {
    SwitchClock clock = assignment.clock();
    if (clock.ticks()) {
      if (at.isRunning()) {
        mindDisk();
        step(new Event.Ticked());
      } else {
        clock.miss();
      }
    }
    simulator.after(clock.intervalNs(), this::tick, 0, null);
  }

  /** The switch goes on: the replica is given the ticks that it must not miss. */
  void giveOwedTicks() {
    giveTicks(assignment.clock().takeOwed());
  }

  /** The switch starts again: its replica has a new life, to which nothing is owed. */
  void forgetOwedTicks() {
    assignment.clock().takeOwed();
  }

  private void giveTicks(int count) {
    for (int left = count; left > 0; left--) {
      step(new Event.Ticked());
    }
  }

  /** The clock runs so many times as fast; or no longer does. */
  void drift(double factor, boolean on) {
    if (on) {
      assignment.clock().drift(factor);
    } else {
      assignment.clock().undrift(factor);
    }
  }

  /** The clock jumps by so many ticks, ahead or back. */
  void jump(int ticks) {
    if (ticks < 0) {
      assignment.clock().fallBehind(-ticks);
    } else {
      giveTicks(ticks);
    }
  }

  /** The direct way to the switch with that seat came or went. */
  void hint(Seat peer, boolean up) {
    if (peer.node() > 0) {
      step(new Event.Link(peer.node(), up));
    }
  }

  /** Whoever runs the group asks for a change. */
  void propose(Value change) {
    watcher.changeAsked(this, change);
    step(new Event.Proposed(change));
  }

  /** Who hears what the replica answers to that. */
  void answerTo(Consumer<Message> operator) {
    operatorHears = operator;
  }

  /** If the replica leads, it is to hand over to that of the switch, if it has one. */
  void handOverTo(String switchName) {
    int heir = control.node(place(), switchName);
    if (heir > 0) {
      step(new Event.HandOver(heir));
    }
  }

  private void step(Event event) {
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      paxos.step(event);
      at.drainEmitted();
    }
  }

  /**
   * Flows may not change while a frame is among them, so a new leader waits until it is through.
   */
  void repoint() {
    if (leaderPending) {
      leaderPending = false;
      control.leaderChanged(at, place(), leader);
    }
  }

  void conditionChanged(String condition) {
    watcher.conditionChanged(this, condition);
  }

  // ---------------------------------------------------------------- what the programs ask

  @Override
  public void emit(byte[] frame) {
    at.emit(frame);
  }

  @Override
  public boolean handOver(Host to, byte[] frame) {
    return at.handOut(to, frame);
  }

  @Override
  public void submitted(Value value) {
    watcher.submitted(this, value);
  }

  @Override
  public void leaderChanged(int trusted, Ballot ballot) {
    leader = trusted;
    leaderPending = true;
    watcher.leaderChanged(this, trusted, ballot);
  }

  @Override
  public void delivered(Effect.Deliver delivery) {
    watcher.delivered(this, delivery);
  }

  @Override
  public void installed(Effect.Installed installed) {
    watcher.installed(this, installed);
  }

  @Override
  public void reconfigured(Effect.Reconfigured now) {
    control.configured(node(), place(), now.configuration(), now.inForce());
    watcher.reconfigured(this, now);
  }

  @Override
  public void operatorAnswered(Message message) {
    operatorHears.accept(message);
  }

  @Override
  public void memoryLost(List<Integer> members) {
    watcher.memoryLost(this, members);
  }

  @Override
  public void sent(int to, Message message) {
    watcher.sent(this, to, message);
  }

  @Override
  public void received(int from, Message message) {
    watcher.received(this, from, message);
  }
}
