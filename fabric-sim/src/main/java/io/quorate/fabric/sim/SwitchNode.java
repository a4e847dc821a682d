package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Datapath;
import io.quorate.fabric.flow.Pipeline;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.Classifier;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.paxos.Replica;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A switch of the running fabric: ports, a flow pipeline, and for each of the fabric's services a
 * {@link Seat}, with the programs that flows run and, on a member of its group, a replica.
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
  private final ControlPlane control;
  private final Classifier classifier;
  private final Pipeline pipeline = new Pipeline(new Ports());

  /** One for each of the fabric's services, in their order. */
  private final List<Seat> seats = new ArrayList<>();

  /** By port number; null where there is no port. */
  private @Nullable Lane[] lanes = new Lane[0];

  private final Map<String, Lane> hostLanes = new LinkedHashMap<>();

  /** To other switches and to clients. */
  private final List<Cable> fabricCables = new ArrayList<>();

  private final ArrayDeque<byte[]> emitted = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int[] portNumbers = {};
  private boolean down;
  private boolean paused;

  /** True while nothing moves frames here. */
  private boolean planeDown;

  private long framesLostWhileDown;

  /**
   * @param classifier tells which of the fabric's services a frame is about
   * @param assignments what this switch does for each of them
   */
  SwitchNode(
      Simulator simulator,
      Switch description,
      Classifier classifier,
      List<Seat.Assignment> assignments,
      ControlPlane control) {
    this.simulator = simulator;
    this.description = description;
    this.control = control;
    this.classifier = classifier;
    for (Seat.Assignment each : assignments) {
      seats.add(new Seat(simulator, this, control, each));
    }
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
   * Switches on: the replicas boot and their clocks begin to tick.
   *
   * @param firstTickNs of a replica with ticks of this length, so that the clocks of a fabric do
   *     not beat as one
   */
  void powerOn(LongUnaryOperator firstTickNs) {
    simulator.after(EXPIRY_NS, this::expireFlows, 0, null);
    seats.forEach(seat -> seat.boot(firstTickNs.applyAsLong(seat.tickNs())));
  }

  @Override
  public String name() {
    return description.name();
  }

  public Switch description() {
    return description;
  }

  /** One for each of the fabric's services, in their order. */
  public List<Seat> seats() {
    return Collections.unmodifiableList(seats);
  }

  /** Paxos node id in the first service's group; 0 for a switch without a replica of it. */
  public int node() {
    return seats.getFirst().node();
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  /** The programs for the first service. */
  public SwitchPrograms programs() {
    return seats.getFirst().programs();
  }

  /** The replica of the first service's group, or null. */
  public @Nullable Replica replica() {
    return seats.getFirst().replica();
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
    if (planeDown) {
      framesLostWhileDown++;
    } else if (isRunning()) {
      pipeline.process(frame, port, simulator.nowNs());
      drainEmitted();
    } else if (paused && waiting.size() < WAITING_MAX) {
      waiting.add(new Waiting(port, frame));
    } else {
      framesLostWhileDown++;
    }
  }

  /** Frames of programs enter by the Paxos port, one after the other, as any frame would. */
  void drainEmitted() {
    seats.forEach(Seat::repoint);
    for (byte[] frame = emitted.poll(); frame != null; frame = emitted.poll()) {
      if (planeDown) {
        framesLostWhileDown++;
      } else {
        pipeline.process(frame, FlowPlan.PAXOS_PORT, simulator.nowNs());
      }
      seats.forEach(Seat::repoint);
    }
    seats.forEach(Seat::drained);
  }

  /** Has a frame of a program enter the pipeline, after the present one is done with. */
  void emit(byte[] frame) {
    emitted.add(frame);
  }

  /** Tries to send an ordered packet to a host of this switch, by the ordinary flows. */
  boolean handOut(Host to, byte[] frame) {
    Lane lane = hostLanes.get(to.name());
    return lane != null
        && !planeDown
        && lane.carrier()
        && lane.hasRoom()
        && pipeline.process(frame, FlowPlan.PAXOS_PORT, simulator.nowNs()) > 0;
  }

  @Override
  public void carrierChanged(int port, boolean up) {
    control.carrierChanged();
    hint(port, up);
  }

  /** Whose neighbour is a member hears at once that the direct way to it came or went. */
  private void hint(int port, boolean up) {
    Lane lane = lane(port);
    if (isRunning() && lane != null && lane.to() instanceof SwitchNode peer) {
      seats.forEach(seat -> seat.hint(peer.seats.get(seat.place()), up));
    }
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
    seats.forEach(Seat::crash);
    seats.forEach(seat -> seat.conditionChanged("crashed"));
  }

  @Override
  public void restart() {
    fabricCables.forEach(Cable::bringUp);
    down = false;
    seats.forEach(Seat::forgetOwedTicks);
    seats.forEach(seat -> seat.conditionChanged("restarted"));
    control.restarted(this);
    seats.forEach(Seat::startAgain);
  }

  @Override
  public void reboot() {
    seats.forEach(Seat::crash);
    seats.forEach(Seat::startAgain);
  }

  @Override
  public void tearLog() {
    seats.forEach(Seat::tearLog);
    seats.forEach(Seat::startAgain);
  }

  @Override
  public void loseLog(boolean on) {
    if (!down) {
      seats.forEach(Seat::crash);
    }
    disks().forEach(on ? SimulatedDisk::lose : SimulatedDisk::putBack);
    if (isRunning()) {
      seats.forEach(Seat::startAgain);
    }
  }

  @Override
  public void cutController(boolean on) {
    control.cut(this, on);
  }

  /** Links are down as long; ports towards service hosts take nothing. */
  @Override
  public void dropDataPlane(boolean on) {
    planeDown = on;
    if (on) {
      pipeline.clear();
      control.cut(this, true);
      control.wiped(this);
      fabricCables.forEach(Cable::takeDown);
    } else {
      fabricCables.forEach(Cable::bringUp);
      control.cut(this, false);
    }
  }

  @Override
  public void pause() {
    paused = true;
    seats.forEach(seat -> seat.conditionChanged("paused"));
  }

  @Override
  public void resume() {
    paused = false;
    seats.forEach(seat -> seat.conditionChanged("resumed"));
    seats.forEach(Seat::resume);
    control.resumed(this);
    seats.forEach(Seat::giveOwedTicks);
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      receive(next.port, next.frame);
    }
  }

  @Override
  public void handOver(String to) {
    seats.forEach(seat -> seat.handOverTo(to));
  }

  @Override
  public void fillDisk(boolean on) {
    disks().forEach(disk -> disk.fill(on ? 1 : -1));
  }

  @Override
  public void slowDisk(int times, boolean on) {
    disks().forEach(disk -> disk.slow(times, on));
  }

  private List<SimulatedDisk> disks() {
    return seats.stream().map(Seat::disk).filter(Objects::nonNull).toList();
  }

  @Override
  public void drift(double factor, boolean on) {
    seats.forEach(seat -> seat.drift(factor, on));
  }

  @Override
  public void jump(int ticks) {
    seats.forEach(seat -> seat.jump(ticks));
  }

  @Override
  public void wipeFlows() {
    pipeline.clear();
    control.wiped(this);
  }

  /** Whichever service knows the address that is asked for. */
  private Verdict answerArp(Frame frame) {
    for (Seat seat : seats) {
      if (seat.programs().run(Programs.PROXY_ARP, frame) == Verdict.GO_ON) {
        return Verdict.GO_ON;
      }
    }
    return Verdict.STOP;
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
      if (program == Programs.PROXY_ARP) {
        return answerArp(frame);
      }
      return seats.get(classifier.placeOf(frame.bytes())).programs().run(program, frame);
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
}
