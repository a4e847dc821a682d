package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Datapath;
import io.quorate.fabric.flow.Pipeline;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.PaxosProcess;
import io.quorate.fabric.program.ProgramHost;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A switch of the running fabric: a flow pipeline, the programs that its flows run, and for a
 * member of the Paxos group a replica, with a clock that ticks in virtual time.
 */
public final class SwitchNode implements Node, SwitchFaults {

  /** Frames that wait at a switch that stands still; a further one is lost. */
  private static final int WAITING_MAX = 4096;

  /** Between two looks for flow entries that have timed out. */
  private static final long EXPIRY_NS = 100_000_000;

  /** A frame that came while the switch stood still. */
  private static final class Waiting {
    final int port;
    final byte[] frame;

    Waiting(int port, byte[] frame) {
      this.port = port;
      this.frame = frame;
    }
  }

  private final Simulator simulator;
  private final Switch description;
  private final int node;
  private final long tickNs;
  private final SwitchWatcher watcher;
  private final ControlPlane control;
  private final Pipeline pipeline = new Pipeline(new Ports());
  private final SwitchPrograms programs;

  /** By port number; null where there is no port. */
  private @Nullable Lane[] lanes = new Lane[0];

  private final Map<String, Lane> hostLanes = new LinkedHashMap<>();

  /** To other switches and to clients. */
  private final List<Cable> fabricCables = new ArrayList<>();

  private final ArrayDeque<byte[]> emitted = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int[] portNumbers = {};
  private int leader;
  private boolean leaderPending;
  private boolean down;
  private boolean paused;
  private long framesLostWhileDown;

  /**
   * @param node Paxos node id; 0 for a switch without a replica
   * @param replica its member of the group, or null
   * @param tickNs length of a tick of the replica's clock
   */
  SwitchNode(
      Simulator simulator,
      Switch description,
      Directory directory,
      int node,
      @Nullable Replica replica,
      int valueBytesMax,
      long tickNs,
      ControlPlane control,
      SwitchWatcher watcher) {
    this.simulator = simulator;
    this.description = description;
    this.node = node;
    this.tickNs = tickNs;
    this.control = control;
    this.watcher = watcher;
    this.programs =
        new SwitchPrograms(directory, description, replica, valueBytesMax, new Programmed());
  }

  /** Plugs a cable into a port. */
  void plug(int port, Cable cable) {
    Lane lane = cable.from(this);
    if (port >= lanes.length) {
      lanes = Arrays.copyOf(lanes, port + 1);
    }
    lanes[port] = lane;
    if (lane.to() instanceof HostNode host && host.host().role() == Host.Role.SERVICE) {
      hostLanes.put(host.name(), lane);
    } else {
      fabricCables.add(cable);
    }
    portNumbers = IntStream.range(0, lanes.length).filter(each -> lane(each) != null).toArray();
  }

  private @Nullable Lane lane(int port) {
    return port < lanes.length ? lanes[port] : null;
  }

  /**
   * Switches on: the replica boots and its clock begins to tick.
   *
   * @param firstTickNs when, so that the clocks of a fabric do not beat as one
   */
  void powerOn(long firstTickNs) {
    simulator.after(EXPIRY_NS, this::expireFlows, 0, null);
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      paxos.step(new Event.Booted());
      simulator.at(firstTickNs, this::tick, 0, null);
      drainEmitted();
    }
  }

  @Override
  public String name() {
    return description.name();
  }

  public Switch description() {
    return description;
  }

  /** Paxos node id; 0 for a switch without a replica. */
  public int node() {
    return node;
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public SwitchPrograms programs() {
    return programs;
  }

  /** The replica, or null. */
  public @Nullable Replica replica() {
    PaxosProcess paxos = programs.paxos();
    return paxos == null ? null : paxos.replica();
  }

  /** True while the switch has neither crashed nor been paused. */
  public boolean isRunning() {
    return !down && !paused;
  }

  /** Frames that came while the switch was down, or paused with no more room to wait. */
  public long framesLostWhileDown() {
    return framesLostWhileDown;
  }

  // ---------------------------------------------------------------- frames

  @Override
  public void receive(int port, byte[] frame) {
    if (isRunning()) {
      pipeline.process(frame, port, simulator.nowNs());
      drainEmitted();
    } else if (paused && waiting.size() < WAITING_MAX) {
      waiting.add(new Waiting(port, frame));
    } else {
      framesLostWhileDown++;
    }
  }

  /** Frames of programs enter by the Paxos port, one after the other, as any frame would. */
  private void drainEmitted() {
    repoint();
    for (byte[] frame = emitted.poll(); frame != null; frame = emitted.poll()) {
      pipeline.process(frame, FlowPlan.PAXOS_PORT, simulator.nowNs());
      repoint();
    }
    programs.pump();
  }

  /**
   * Flows may not change while a frame is among them, so a new leader waits until it is through.
   */
  private void repoint() {
    if (leaderPending) {
      leaderPending = false;
      control.leaderChanged(this, leader);
    }
  }

  @Override
  public void carrierChanged(int port, boolean up) {
    control.carrierChanged();
    hint(port, up);
  }

  /** Whose neighbour is a member hears at once that the direct way to it came or went. */
  private void hint(int port, boolean up) {
    PaxosProcess paxos = programs.paxos();
    Lane lane = lane(port);
    if (paxos != null && isRunning() && lane != null && lane.to() instanceof SwitchNode peer) {
      paxos.step(new Event.Link(peer.node(), up));
      drainEmitted();
    }
  }

  private void tick(long code, @Nullable Object payload) {
    PaxosProcess paxos = programs.paxos();
    if (paxos != null && isRunning()) {
      paxos.step(new Event.Ticked());
      drainEmitted();
    }
    simulator.after(tickNs, this::tick, 0, null);
  }

  private void expireFlows(long code, @Nullable Object payload) {
    if (pipeline.nextExpiryNs() <= simulator.nowNs()) {
      pipeline.expire(simulator.nowNs());
    }
    simulator.after(EXPIRY_NS, this::expireFlows, 0, null);
  }

  // ---------------------------------------------------------------- faults

  /**
   * Ports towards other switches and clients lose their carrier. What is on the wire to a service
   * host arrives; what the switch has not sent yet it still knows when it starts again.
   */
  @Override
  public void crash() {
    paused = false;
    down = true;
    framesLostWhileDown += waiting.size();
    waiting.clear();
    fabricCables.forEach(Cable::takeDown);
    watcher.conditionChanged(this, "crashed");
  }

  @Override
  public void restart() {
    fabricCables.forEach(Cable::bringUp);
    down = false;
    watcher.conditionChanged(this, "restarted");
    control.restarted(this);
  }

  @Override
  public void pause() {
    paused = true;
    watcher.conditionChanged(this, "paused");
  }

  @Override
  public void resume() {
    paused = false;
    watcher.conditionChanged(this, "resumed");
    control.resumed(this);
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      receive(next.port, next.frame);
    }
  }

  @Override
  public void handOver(String to) {
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      paxos.step(new Event.HandOver(control.node(to)));
      drainEmitted();
    }
  }

  @Override
  public void wipeFlows() {
    pipeline.clear();
    control.wiped(this);
  }

  // ---------------------------------------------------------------- what the pipeline asks

  private final class Ports implements Datapath {
    @Override
    public void output(int port, byte[] frame) {
      Lane lane = lane(port);
      if (lane != null) {
        lane.send(frame);
      }
    }

    @Override
    public Verdict run(int program, Frame frame, int inPort) {
      return programs.run(program, frame);
    }

    @Override
    public boolean isLive(int port) {
      Lane lane = lane(port);
      return lane != null && lane.carrier();
    }

    @Override
    public int[] ports() {
      return portNumbers;
    }
  }

  // ---------------------------------------------------------------- what the programs ask

  private final class Programmed implements ProgramHost {
    @Override
    public void emit(byte[] frame) {
      emitted.add(frame);
    }

    @Override
    public boolean handOver(Host to, byte[] frame) {
      Lane lane = hostLanes.get(to.name());
      return lane != null
          && lane.carrier()
          && lane.hasRoom()
          && pipeline.process(frame, FlowPlan.PAXOS_PORT, simulator.nowNs()) > 0;
    }

    @Override
    public void submitted(Value value) {
      watcher.submitted(SwitchNode.this, value);
    }

    @Override
    public void leaderChanged(int trusted, Ballot ballot) {
      leader = trusted;
      leaderPending = true;
      watcher.leaderChanged(SwitchNode.this, trusted, ballot);
    }

    @Override
    public void delivered(Effect.Deliver delivery) {
      watcher.delivered(SwitchNode.this, delivery);
    }

    @Override
    public void installed(Effect.Installed installed) {
      watcher.installed(SwitchNode.this, installed);
    }

    @Override
    public void memoryLost(List<Integer> members) {
      watcher.memoryLost(SwitchNode.this, members);
    }

    @Override
    public void sent(int to, Message message) {
      watcher.sent(SwitchNode.this, to, message);
    }

    @Override
    public void received(int from, Message message) {
      watcher.received(SwitchNode.this, from, message);
    }
  }
}
