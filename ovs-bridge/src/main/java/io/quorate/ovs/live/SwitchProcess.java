package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.Classifier;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.NetworkNamespace;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.PortState;
import io.quorate.ovs.port.PortStatistics;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import io.quorate.ovs.topology.AttachedFabric;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.LiveSite;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.message.Message;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the Paxos port of one live switch: its programs and its members of the
 * fabric's groups, with a real clock, a real disk and a raw port.
 *
 * <p>One thread drives the seats, from one loop: frames, ticks, what the disk has done, what is
 * commanded. Frames that the programs emit leave together when the loop has gone round.
 */
public final class SwitchProcess implements AutoCloseable {

  private static final int FRAME_BYTES_MAX = 9_100;
  private static final long FLOWS_WAIT_MS = 20_000;
  private static final long MS = 1_000_000;

  /** How long an ending process tries to hand its leadership over. */
  private static final long FAREWELL_NS = 500_000_000;

  /**
   * How a switch's process works.
   *
   * @param port which implementation of the raw port
   * @param seed of the fabric's random numbers
   * @param record whether what the seats are driven with is written down
   * @param key file with the key by which frames between members are authenticated; null for none
   */
  public record Options(PortKind port, long seed, boolean record, @Nullable Path key) {

    /** Without a key. */
    public Options(PortKind port, long seed, boolean record) {
      this(port, seed, record, null);
    }
  }

  private final Fabric fabric;
  private final Switch of;
  private final Classifier classifier;
  private final Detours detours = new Detours();
  private final List<LiveSeat> seats = new ArrayList<>();
  private final List<TickClock> clocks = new ArrayList<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final RawPort port;
  private final FlowKeeper flows;
  private final HandOverLine line;
  private final Sealing sealing;
  private final ControlSocket control;
  private final SwitchCommands commands;
  private final Consumer<String> told;
  private final int[] trusted;
  private final boolean[] lostMemory;
  private long malformed;
  private boolean portGone;
  private volatile boolean stopping;
  private volatile boolean stopped;

  private SwitchProcess(LiveSite live, String switchName, Options options, Consumer<String> told) {
    this.fabric = live.fabric();
    this.told = told;
    this.classifier = new Classifier(fabric);
    this.of =
        fabric.switches().stream()
            .filter(each -> each.name().equals(switchName))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no switch " + switchName));
    this.sealing = Sealing.of(fabric, options.key());
    int services = fabric.tenants().size();
    this.trusted = new int[services];
    this.lostMemory = new boolean[services];
    this.port =
        NetworkNamespace.callIn(
            live.switchNamespace(),
            () ->
                RawPorts.open(
                    options.port(),
                    live.processInterface(switchName),
                    PortOptions.defaults().withFrameBytesMax(FRAME_BYTES_MAX)));
    this.flows = new FlowKeeper(live, of, detours, (peer, up) -> post(() -> hint(peer, up)), told);
    this.line =
        new HandOverLine(of, flows.connection(), !live.isShared(), this::post, this::hostsInDoubt);
    SwitchFiles files = new SwitchFiles(live.runDirectory(), switchName);
    SeatOpening opening =
        new SeatOpening(fabric, switchName, files, options, this::post, this::logFailed, told);
    for (int place = 0; place < services; place++) {
      seats.add(opening.open(place, new Outlet(place)));
      clocks.add(new TickClock(fabric.views().get(place).group()));
    }
    this.commands = new SwitchCommands(fabric, seats, clocks, this::status);
    this.control = ControlSocket.listen(files.control(), this::command);
  }

  private void logFailed(String why) {
    told.accept(why);
    stopping = true;
  }

  /**
   * Runs a switch's process until {@link #stop} is called; nothing moves before its flows are
   * there.
   *
   * @param told gets lines for people
   * @return the process, to be run by {@link #run}
   */
  public static SwitchProcess open(
      Path runDirectory, String switchName, Options options, Consumer<String> told) {
    return new SwitchProcess(site(runDirectory), switchName, options, told);
  }

  private static LiveSite site(Path runDirectory) {
    return AttachedFabric.isAt(runDirectory)
        ? AttachedFabric.open(runDirectory)
        : LiveFabric.open(runDirectory);
  }

  /** Works, on the calling thread, until stopped. */
  public void run() throws InterruptedException {
    if (!flows.awaitReady(FLOWS_WAIT_MS)) {
      told.accept("the switch's flows could not be installed yet; going on");
    }
    long startNs = System.nanoTime();
    for (int place = 0; place < seats.size(); place++) {
      clocks.get(place).start(startNs);
      seats.get(place).step(new Event.Booted());
    }
    told.accept("running");
    FrameHandler handler = new Incoming();
    while (!stopping) {
      turn(handler, 10 * MS);
    }
    farewell(handler);
    stopped = true;
  }

  /** Once round: frames, what is due, what was asked for; then all that came of it leaves. */
  private void turn(FrameHandler handler, long waitMaxNs) {
    long now = System.nanoTime();
    long wait = waitMaxNs;
    for (int place = 0; place < seats.size(); place++) {
      if (isMember(place)) {
        wait = Math.min(wait, clocks.get(place).dueInNs(now));
      }
    }
    boolean backlog = seats.stream().anyMatch(each -> each.machine().programs().isWaiting());
    if (!tasks.isEmpty()) {
      wait = 0;
    } else if (backlog) {
      wait = Math.min(wait, MS / 5);
    }
    int frames = port.receive(wait, handler);
    if (frames == 0 && portGone) {
      LockSupport.parkNanos(10 * MS);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    long after = System.nanoTime();
    for (int place = 0; place < seats.size(); place++) {
      for (int ticks = isMember(place) ? clocks.get(place).due(after) : 0; ticks > 0; ticks--) {
        seats.get(place).step(new Event.Ticked());
      }
    }
    seats.forEach(LiveSeat::tellIfFull);
    seats.forEach(LiveSeat::pump);
    seats.forEach(LiveSeat::settle);
    port.flush();
    seats.forEach(LiveSeat::endTurn);
    line.flush();
    if (line.isIdle()) {
      seats.forEach(each -> each.machine().programs().handedOver());
    }
  }

  /** A seat without a replica has no use for ticks, and its process sleeps until a frame comes. */
  private boolean isMember(int place) {
    return seats.get(place).machine().node() > 0;
  }

  /** Whoever leads hands over, so that nobody has to find out. */
  private void farewell(FrameHandler handler) {
    long until = System.nanoTime() + FAREWELL_NS;
    for (LiveSeat seat : seats) {
      Replica replica = seat.machine().replica();
      if (replica != null && replica.isLeader()) {
        List<String> members = seat.position().view().group().members();
        seat.step(new Event.HandOver(seat.machine().node() % members.size() + 1));
      }
    }
    while (System.nanoTime() < until && seats.stream().anyMatch(SwitchProcess::leads)) {
      turn(handler, MS);
    }
    for (int round = 0; round < 5; round++) {
      turn(handler, MS);
    }
  }

  private static boolean leads(LiveSeat seat) {
    Replica replica = seat.machine().replica();
    return replica != null && replica.isLeader();
  }

  /** Has something run on the loop's thread. */
  private void post(Runnable task) {
    tasks.add(task);
    port.wakeUp();
  }

  /** Ends {@link #run}, which first hands leadership over; any thread may call. */
  public void stop() {
    stopping = true;
    port.wakeUp();
  }

  /** True once {@link #run} has returned, or is about to. */
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public void close() {
    control.close();
    flows.close();
    seats.forEach(LiveSeat::close);
    port.close();
  }

  private void hostsInDoubt() {
    told.accept("nobody knows which packets the service hosts were handed: they are given up");
    seats.forEach(LiveSeat::doubt);
  }

  private void hint(String peer, boolean up) {
    for (LiveSeat seat : seats) {
      int node = new SeatMachine.Position(fabric, seat.position().place(), peer).node();
      if (node > 0) {
        seat.step(new Event.Link(node, up));
      }
    }
  }

  // ---------------------------------------------------------------- frames

  private final class Incoming implements FrameHandler {
    @Override
    public void frame(MemorySegment memory, long offset, int length, long timestampNs) {
      byte[] tagged = FrameHandler.copy(memory, offset, length);
      int tag = Frames.tag(tagged);
      Detours.Detour detour = tag < 0 ? null : detours.at(tag);
      if (detour == null) {
        malformed++;
        return;
      }
      byte[] bare = Frames.untagged(tagged);
      if (!sealing.lets(bare)) {
        return;
      }
      Frame frame = new Frame(bare);
      boolean goesOn =
          detour.program() == Programs.PROXY_ARP
              ? answersArp(frame)
              : seats.get(classifier.placeOf(frame.bytes())).arrived(detour.program(), frame)
                  == Verdict.GO_ON;
      if (goesOn && !detour.rest().isEmpty()) {
        byte[] back = Frames.tagged(sealing.sealed(frame.bytes().clone()), tag);
        port.send(back, back.length);
      }
    }

    /** Whichever service knows the address that is asked for. */
    private boolean answersArp(Frame frame) {
      return seats.stream()
          .anyMatch(each -> each.arrived(Programs.PROXY_ARP, frame) == Verdict.GO_ON);
    }

    @Override
    public void changed(PortState state) {
      told.accept("the Paxos port is " + state);
      portGone = state == PortState.GONE;
    }
  }

  /** Where a seat's effects go. */
  private final class Outlet implements SeatOutlet {
    private final int place;

    Outlet(int place) {
      this.place = place;
    }

    @Override
    public void emit(byte[] frame) {
      port.send(sealing.sealed(frame), frame.length);
    }

    @Override
    public boolean handOver(Host to, byte[] frame) {
      return line.offer(to, frame);
    }

    @Override
    public void leaderChanged(int leader, Ballot ballot) {
      trusted[place] = leader;
      told.accept((leader == 0 ? "trusts nobody" : "trusts node " + leader) + ", " + ballot);
      flows.trust(place, leader);
    }

    @Override
    public void reconfigured(Effect.Reconfigured reconfigured) {
      told.accept("configuration " + reconfigured.configuration());
    }

    @Override
    public void memoryLost(List<Integer> members) {
      lostMemory[place] = !members.isEmpty();
      told.accept("too many have lost their memory: nodes " + members);
    }

    @Override
    public void operatorAnswered(Message message) {}
  }

  // ---------------------------------------------------------------- commands

  private Map<String, Object> command(Fields asked) {
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    post(
        () -> {
          try {
            answer.complete(commands.obey(asked));
          } catch (IllegalArgumentException e) {
            answer.complete(Map.of("error", String.valueOf(e.getMessage())));
          }
        });
    return answer.orTimeout(5, TimeUnit.SECONDS).join();
  }

  private Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("switch", of.name());
    List<Map<String, Object>> each = new ArrayList<>();
    for (int place = 0; place < seats.size(); place++) {
      each.add(
          SeatStatus.of(seats.get(place), trusted[place], lostMemory[place], clocks.get(place)));
    }
    status.put("seats", each);
    status.put("flow-repairs", flows.repairs());
    PortStatistics counted = port.statistics();
    status.put("frames-received", counted.received());
    status.put("frames-sent", counted.sent());
    status.put("frames-dropped-by-kernel", counted.kernelDrops());
    status.put("frames-without-program", malformed);
    sealing.describe(status);
    return status;
  }
}
