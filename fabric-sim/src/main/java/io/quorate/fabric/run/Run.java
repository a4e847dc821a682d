package io.quorate.fabric.run;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.observe.Violation;
import io.quorate.fabric.sim.Cable;
import io.quorate.fabric.sim.ClientCounts;
import io.quorate.fabric.sim.FaultInjection;
import io.quorate.fabric.sim.FaultWatcher;
import io.quorate.fabric.sim.HostNode;
import io.quorate.fabric.sim.KeyValueClient;
import io.quorate.fabric.sim.KeyValueService;
import io.quorate.fabric.sim.Lane;
import io.quorate.fabric.sim.Node;
import io.quorate.fabric.sim.SeededRandom;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.sim.SimulatedFabric;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Counters;
import io.quorate.paxos.Replica;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario, in two phases: first clients ask while faults do what they like; then
 * everything is healed, clients ask nothing new, and every pending request must be answered and
 * every replica catch up. Safety is watched throughout, liveness demanded at the end.
 *
 * <p>Runs on the calling thread; runs on several threads do not disturb each other.
 */
public final class Run {

  /** Virtual time after healing within which every request must be answered. */
  public static final long HEAL_NS = 30_000_000_000L;

  /** Virtual time after the last answer within which all replicas must have caught up. */
  public static final long CATCH_UP_NS = 30_000_000_000L;

  /** Violations that are kept; one event may show thousands, and the first tell enough. */
  public static final int VIOLATIONS_MAX = 10;

  private static final long SLICE_NS = 20_000_000;

  /** So long nothing may happen before a run ends. */
  private static final long CALM_NS = 200_000_000;

  private static final long LATENCY_MAX_NS = 3_600_000_000_000L;

  private final Scenario scenario;
  private final Progress progress;
  private final TraceLog timeline;
  private final Simulator simulator = new Simulator();
  private final TraceDigest digest = new TraceDigest();
  private final List<Violation> violations = new ArrayList<>();
  private final HistoryRecorder history = new HistoryRecorder();
  private final Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);
  private final Invariants invariants;
  private final RunWatch watch;
  private final SimulatedFabric fabric;
  private final FaultInjection faults;
  private final List<KeyValueClient> clients = new ArrayList<>();
  private final List<ServedPort> services = new ArrayList<>();
  private long drainedNs;
  private long caughtUpNs;

  private Run(Scenario scenario, Outputs outputs, Progress progress) {
    this.scenario = scenario;
    this.progress = progress;
    this.timeline = outputs.timeline();
    List<String> serviceHosts =
        scenario.fabric().hosts().stream()
            .filter(host -> host.role() == Host.Role.SERVICE)
            .map(Host::name)
            .toList();
    this.invariants =
        new Invariants(
            scenario.fabric().group().members().size(), serviceHosts, this::violated, this::chosen);
    this.watch = new RunWatch(simulator, digest, timeline, invariants.all());
    SeededRandom random = new SeededRandom(scenario.seed());
    this.fabric = new SimulatedFabric(simulator, random, scenario.fabric(), watch);
    watchLanes(outputs);
    this.faults =
        new FaultInjection(
            simulator, fabric.cables(), fabric.switches(), recorded(outputs.capture()));
    populate(random, outputs);
  }

  /**
   * Runs the scenario to its end, or to its first violation, and judges it. What is thrown while it
   * runs is a violation too, for the run's evidence to be kept.
   *
   * @param budget for the check of the history
   * @throws io.quorate.fabric.file.BadFile if a flow in the fabric file is wrong
   * @throws UncheckedIOException if an output cannot be written
   */
  public static RunResult execute(
      Scenario scenario, Outputs outputs, Progress progress, Budget budget) {
    Run run = new Run(scenario, outputs, progress);
    try {
      run.simulate();
    } catch (UncheckedIOException unwritable) {
      throw unwritable;
    } catch (AssertionError | RuntimeException broken) {
      run.violated("no assertion fails, nothing is thrown", whatAndWhere(broken));
    }
    return run.judge(budget);
  }

  private static String whatAndWhere(Throwable broken) {
    StackTraceElement[] trace = broken.getStackTrace();
    return trace.length == 0 ? broken.toString() : broken + ", at " + trace[0];
  }

  // ---------------------------------------------------------------- before

  private void watchLanes(Outputs outputs) {
    int place = 0;
    for (Cable cable : fabric.cables()) {
      int a = port(outputs, cable.forth());
      int b = port(outputs, cable.back());
      cable.forth().watch(laneWatch(cable.forth(), outputs, place++, a, b));
      cable.back().watch(laneWatch(cable.back(), outputs, place++, b, a));
    }
  }

  private LaneWatch laneWatch(Lane lane, Outputs outputs, int place, int from, int to) {
    LaneWatch.Edge edge =
        isClient(lane.from())
            ? LaneWatch.Edge.IN
            : isClient(lane.to()) ? LaneWatch.Edge.OUT : LaneWatch.Edge.INSIDE;
    List<String> members = scenario.fabric().group().members();
    return new LaneWatch(
        simulator, digest, outputs, place, from, to, edge, invariants.all(), members);
  }

  private static boolean isClient(Node node) {
    return node instanceof HostNode host && host.host().role() == Host.Role.CLIENT;
  }

  private static int port(Outputs outputs, Lane out) {
    PcapngWriter capture = outputs.capture();
    String name = out.from().name() + ":" + out.fromPort();
    return capture == null
        ? 0
        : capture.addPort(
            name, out.from().name() + " port " + out.fromPort() + ", to " + out.to().name());
  }

  private void populate(SeededRandom random, Outputs outputs) {
    KeyValueClient.Records records =
        new KeyValueClient.Records(history, latencies, outputs.timeline());
    int process = 0;
    for (HostNode host : fabric.hosts().values()) {
      switch (host.host().role()) {
        case SERVICE -> serve(host);
        case CLIENT -> {
          clients.add(client(random, host, records, process));
          process += scenario.workload().processesPerClient();
        }
      }
    }
  }

  private KeyValueClient client(
      SeededRandom random, HostNode host, KeyValueClient.Records records, int process) {
    Service service = scenario.fabric().service();
    return switch (service.delivery()) {
      case PACKETS ->
          KeyValueClient.udp(
              simulator,
              random,
              host,
              new KeyValueClient.ServiceAddress(service.ipv4(), service.udpPort()),
              scenario.workload(),
              records,
              process);
      case STATE_MACHINE ->
          KeyValueClient.sessions(
              simulator,
              random,
              host,
              scenario.fabric().group().id(),
              scenario.workload(),
              records,
              process);
    };
  }

  private void serve(HostNode host) {
    int number = services.size();
    ServedPort served = host.serve(scenario.fabric().service().udpPort(), new KeyValueService());
    served.watch((port, sourceIp, sourcePort, payload) -> invariants.all().handed(number, payload));
    services.add(served);
  }

  private void chosen(int node, long slot, Ballot ballot) {
    if (timeline.isOn()) {
      String name = scenario.fabric().group().members().get(node - 1);
      timeline.log(
          TraceEvent.at(
              simulator.nowNs(), name, TraceEvent.Kind.CHOSEN, slot, ballot.toString(), ""));
    }
  }

  private void violated(String invariant, String what) {
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(new Violation(invariant, simulator.nowNs(), what));
      if (timeline.isOn()) {
        timeline.log(TraceEvent.violation(simulator.nowNs(), invariant, what));
      }
    }
    simulator.stop();
  }

  // ---------------------------------------------------------------- during

  private void simulate() {
    fabric.powerOn();
    faults.schedule(scenario.faults());
    clients.forEach(KeyValueClient::start);
    while (goesOn() && simulator.nowNs() < scenario.durationNs()) {
      runSlice(scenario.durationNs());
    }
    heal();
    while (goesOn() && pending() > 0) {
      if (simulator.nowNs() >= scenario.durationNs() + HEAL_NS) {
        violated("liveness", "not answered after healing: " + firstPending());
      } else {
        runSlice(Long.MAX_VALUE);
      }
    }
    drainedNs = simulator.nowNs();
    awaitCalm();
  }

  /** Until all have caught up, and what is still on its way has come, which is watched too. */
  private void awaitCalm() {
    caughtUpNs = drainedNs;
    boolean calm = caughtUp();
    long slots = watch.slots();
    while (goesOn() && !(calm && simulator.nowNs() - caughtUpNs >= CALM_NS)) {
      if (simulator.nowNs() >= drainedNs + CATCH_UP_NS) {
        violated("convergence", "replicas have not caught up: " + positions());
        return;
      }
      runSlice(Long.MAX_VALUE);
      boolean was = calm;
      calm = caughtUp();
      if (!was || !calm || watch.slots() != slots) {
        caughtUpNs = simulator.nowNs();
        slots = watch.slots();
      }
    }
  }

  private boolean goesOn() {
    return violations.isEmpty();
  }

  private void runSlice(long untilNs) {
    simulator.runUntil(Math.min(untilNs, simulator.nowNs() + SLICE_NS));
    progress.show(
        new Progress.Status(
            simulator.nowNs(),
            scenario.durationNs(),
            counts().answered(),
            watch.slots(),
            watch.elections(),
            faults.active().size()));
  }

  private void heal() {
    faults.healAll();
    clients.forEach(KeyValueClient::drain);
  }

  private int pending() {
    return clients.stream().mapToInt(KeyValueClient::pendingCount).sum();
  }

  private String firstPending() {
    return clients.stream()
        .flatMap(client -> client.pending().stream())
        .findFirst()
        .orElse("nothing");
  }

  private boolean caughtUp() {
    return fabric.members().stream().allMatch(each -> nextSlot(each) == watch.slots())
        && services.stream().allMatch(each -> each.receivedCount() == invariants.expectedAtHosts());
  }

  private String positions() {
    StringBuilder text = new StringBuilder();
    for (SwitchNode member : fabric.members()) {
      text.append(member.name()).append(" at slot ").append(nextSlot(member)).append(", ");
    }
    for (ServedPort service : services) {
      text.append(service.host().name()).append(" has ").append(service.receivedCount());
      text.append(", ");
    }
    return text.substring(0, text.length() - 2);
  }

  private static long nextSlot(SwitchNode member) {
    Replica replica = Objects.requireNonNull(member.replica());
    return replica.nextSlot();
  }

  // ---------------------------------------------------------------- after

  private RunResult judge(Budget budget) {
    History recorded = history.history();
    Verdict verdict = Checker.check(recorded, Models.keyValue(null, Reading.PORCUPINE), budget);
    return new RunResult(
        digest.value(),
        violations,
        verdict,
        recorded,
        figures(recorded),
        new RunResult.Latencies(
            latencies.getValueAtPercentile(50),
            latencies.getValueAtPercentile(90),
            latencies.getValueAtPercentile(99),
            latencies.getValueAtPercentile(99.9),
            latencies.getMaxValue()),
        drops());
  }

  private ClientCounts counts() {
    return clients.stream()
        .map(KeyValueClient::counts)
        .reduce(ClientCounts.NONE, ClientCounts::plus);
  }

  private Map<Figure, Long> figures(History recorded) {
    ClientCounts counts = counts();
    Map<Figure, Long> figures = new TreeMap<>();
    figures.put(Figure.OPERATIONS, counts.requests());
    figures.put(Figure.ANSWERED, counts.answered());
    figures.put(Figure.RETRIES, counts.retries());
    figures.put(Figure.SENT, counts.datagrams());
    if (scenario.fabric().service().delivery() == Service.Delivery.PACKETS) {
      figures.put(Figure.LOST, Math.max(0, counts.datagrams() - executed()));
      figures.put(Figure.ANSWERED_TWICE, invariants.answeredTooOften());
    }
    figures.put(Figure.ELECTIONS, (long) watch.elections());
    figures.put(Figure.CANDIDACIES, counted(Counters::candidacies));
    figures.put(Figure.VOTES_FOUND, watch.votesFound());
    figures.put(Figure.ACCEPTS_REPEATED, counted(Counters::acceptsRepeated));
    figures.put(Figure.REPAIRS, counted(Counters::repairsAsked));
    figures.put(Figure.FAULTS, watch.faultsBegun());
    figures.put(Figure.SLOTS, watch.slots());
    figures.put(Figure.NOOPS, watch.noops());
    figures.put(Figure.REPEATED, watch.repeated());
    figures.put(
        Figure.HOST_PACKETS,
        services.stream().mapToLong(ServedPort::receivedCount).max().orElse(0));
    figures.put(Figure.EVENTS, simulator.eventCount());
    figures.put(Figure.END_NS, simulator.nowNs());
    figures.put(Figure.DRAIN_NS, Math.max(0, lastAnswerNs(recorded) - scenario.durationNs()));
    figures.put(Figure.CATCH_UP_NS, Math.max(0, caughtUpNs - drainedNs));
    return figures;
  }

  /** When the last answer came; 0 if none ever did. */
  private static long lastAnswerNs(History recorded) {
    long[] last = new long[1];
    recorded.forEachEvent(
        event -> {
          switch (event.type()) {
            case OK, FAIL -> last[0] = Math.max(last[0], event.timeNs());
            case INVOKE, INFO -> {}
          }
        },
        fault -> {});
    return last[0];
  }

  private long counted(ToLongFunction<Counters> count) {
    return fabric.members().stream()
        .mapToLong(each -> count.applyAsLong(Objects.requireNonNull(each.replica()).counters()))
        .sum();
  }

  private long executed() {
    return watch.slots() - watch.noops() - watch.repeated();
  }

  private Map<String, Long> drops() {
    Map<String, Long> drops = new TreeMap<>();
    for (SwitchNode each : fabric.switches().values()) {
      each.programs()
          .counters()
          .nonZero()
          .forEach((reason, count) -> drops.merge(reason.meaning(), count, Long::sum));
      if (each.framesLostWhileDown() > 0) {
        drops.merge(
            "frames that reached a switch that was down", each.framesLostWhileDown(), Long::sum);
      }
    }
    return drops;
  }

  private Recorded recorded(@Nullable PcapngWriter capture) {
    int textInterface =
        capture == null ? 0 : capture.addTextInterface("faults", "faults that begin and end");
    return new Recorded(watch, history, capture, textInterface);
  }

  /** Faults stand in the history too, as Jepsen's nemesis lines, and in the capture as text. */
  private record Recorded(
      RunWatch watch, HistoryRecorder history, @Nullable PcapngWriter capture, int textInterface)
      implements FaultWatcher {
    @Override
    public void began(TimedFault fault) {
      watch.began(fault);
      history.fault("start", fault.fault().describe(), watch.nowNs());
      note("begins: " + fault.fault().describe());
    }

    @Override
    public void ended(TimedFault fault) {
      watch.ended(fault);
      history.fault("stop", fault.fault().describe(), watch.nowNs());
      note("ends: " + fault.fault().describe());
    }

    private void note(String text) {
      if (capture != null) {
        capture.text(textInterface, watch.nowNs(), text);
      }
    }
  }
}
