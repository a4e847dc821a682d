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
import io.quorate.ovs.store.LogOptions;
import io.quorate.ovs.topology.AttachedFabric;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.LiveSite;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
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
   * @param log what bounds the logs of durable members
   */
  public record Options(
      PortKind port, long seed, boolean record, @Nullable Path key, LogOptions log) {

    /** With logs as usual. */
    public Options(PortKind port, long seed, boolean record, @Nullable Path key) {
      this(port, seed, record, key, LogOptions.DEFAULT);
    }

    /** Without a key. */
    public Options(PortKind port, long seed, boolean record) {
      this(port, seed, record, null);
    }
  }

  private final Fabric fabric;
  private final Switch of;
  private final Classifier classifier;
  private final Detours detours = new Detours();
  private final Seats seats;
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
  private final SwitchFiles files;
  private final SeatOpening opening;
  private Strain strain = Strain.NONE;
  private long malformed;
  private boolean portGone;
  private volatile boolean stopping;
  private volatile boolean stopped;

  private SwitchProcess(
      LiveSite live,
      String switchName,
      Options options,
      Runnable portIsOpen,
      Consumer<String> told) {
    this.fabric = live.fabric();
    this.seats = new Seats(fabric);
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
    portIsOpen.run();
    this.flows =
        new FlowKeeper(live, of, detours, (peer, up) -> post(() -> seats.hint(peer, up)), told);
    this.line =
        new HandOverLine(of, flows.connection(), !live.isShared(), this::post, this::hostsInDoubt);
    this.files = new SwitchFiles(live.runDirectory(), switchName);
    this.opening =
        new SeatOpening(fabric, switchName, files, options, this::post, this::logFailed, told);
    for (int place = 0; place < services; place++) {
      seats.add(opening.open(place, new Outlet(place)));
    }
    this.commands = new SwitchCommands(seats, this::status, this::strain);
    this.control = ControlSocket.listen(files.control(), this::command);
  }

  /** Has everything be as hard as the file says, and no harder. */
  private void strain() {
    strain = Strain.read(files.strain());
    seats.strain(strain);
    flows.cut(strain.controllerCut());
  }

  private void logFailed(String why) {
    told.accept(why);
    stopping = true;
  }

  /**
   * Runs a switch's process until {@link #stop} is called; nothing moves before its flows are
   * there.
   *
   * @param portIsOpen run when what needs privileges is done, and no file of its own is open yet
   * @param told gets lines for people
   * @return the process, to be run by {@link #run}
   */
  static SwitchProcess open(
      LiveSite site,
      String switchName,
      Options options,
      Runnable portIsOpen,
      Consumer<String> told) {
    return new SwitchProcess(site, switchName, options, portIsOpen, told);
  }

  /** What stands at a run directory. */
  static LiveSite site(Path runDirectory) {
    return AttachedFabric.isAt(runDirectory)
        ? AttachedFabric.open(runDirectory)
        : LiveFabric.open(runDirectory);
  }

  /** Works, on the calling thread, until stopped. */
  public void run() throws InterruptedException {
    strain();
    if (!strain.controllerCut() && !flows.awaitReady(FLOWS_WAIT_MS)) {
      told.accept("the switch's flows could not be installed yet; going on");
    }
    seats.boot(System.nanoTime());
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
    long wait = seats.dueInNs(System.nanoTime(), waitMaxNs);
    if (!tasks.isEmpty()) {
      wait = 0;
    } else if (seats.isBacklog()) {
      wait = Math.min(wait, MS / 5);
    }
    int frames = port.receive(wait, handler);
    if (frames == 0 && portGone) {
      LockSupport.parkNanos(10 * MS);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    seats.tick(System.nanoTime());
    seats.all().forEach(LiveSeat::tellIfFull);
    startAgainWhereThereIsRoom();
    seats.all().forEach(LiveSeat::pump);
    seats.all().forEach(LiveSeat::settle);
    port.flush();
    seats.all().forEach(LiveSeat::endTurn);
    line.flush();
    if (line.isIdle()) {
      seats.all().forEach(each -> each.machine().programs().handedOver());
    }
  }

  /** Members that fell silent for want of room have a new life, with what their logs hold. */
  private void startAgainWhereThereIsRoom() {
    for (int place = 0; place < trusted.length && line.isIdle(); place++) {
      if (seats.at(place).couldStartAgain()) {
        told.accept("there is room again: node " + seats.at(place).machine().node() + " starts");
        seats.at(place).close();
        trusted[place] = 0;
        flows.trust(place, 0);
        LiveSeat next = opening.open(place, new Outlet(place));
        seats.replace(place, next);
        strain.on(next.log());
        next.step(new Event.Booted());
      }
    }
  }

  /** Whoever leads hands over, so that nobody has to find out. */
  private void farewell(FrameHandler handler) {
    long until = System.nanoTime() + FAREWELL_NS;
    seats.handOver();
    while (System.nanoTime() < until && seats.anyLeads()) {
      turn(handler, MS);
    }
    for (int round = 0; round < 5; round++) {
      turn(handler, MS);
    }
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
    seats.all().forEach(LiveSeat::close);
    port.close();
  }

  private void hostsInDoubt() {
    told.accept("nobody knows which packets the service hosts were handed: they are given up");
    seats.all().forEach(LiveSeat::doubt);
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
              : seats.at(classifier.placeOf(frame.bytes())).arrived(detour.program(), frame)
                  == Verdict.GO_ON;
      if (goesOn && !detour.rest().isEmpty()) {
        byte[] back = Frames.tagged(sealing.sealed(frame.bytes().clone()), tag);
        port.send(back, back.length);
      }
    }

    /** Whichever service knows the address that is asked for. */
    private boolean answersArp(Frame frame) {
      return seats.all().stream()
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
    for (int place = 0; place < trusted.length; place++) {
      each.add(
          SeatStatus.of(seats.at(place), trusted[place], lostMemory[place], seats.clock(place)));
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
