package io.quorate.fabric.run;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.app.ClientCounts;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.observe.Amnesia;
import io.quorate.fabric.observe.Observer;
import io.quorate.fabric.observe.Violation;
import io.quorate.fabric.program.Classifier;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.sim.Cable;
import io.quorate.fabric.sim.FaultInjection;
import io.quorate.fabric.sim.FaultWatcher;
import io.quorate.fabric.sim.HostNode;
import io.quorate.fabric.sim.Lane;
import io.quorate.fabric.sim.Node;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.sim.SimulatedFabric;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A scenario set up in a simulator: the fabric, its clients and services, the faults, and all who
 * watch: invariants, trace digest, history, capture and timeline.
 */
final class Stage {

  private static final long LATENCY_MAX_NS = 3_600_000_000_000L;

  final Scenario scenario;
  final Simulator simulator = new Simulator();
  final TraceDigest digest = new TraceDigest();
  final List<Violation> violations = new ArrayList<>();
  final Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);

  /** One for each of the fabric's services, in their order. */
  final List<Tenancy> tenancies = new ArrayList<>();

  final SimulatedFabric fabric;
  final FlowTallies tallies;
  final FaultInjection faults;
  final Outputs outputs;
  final TraceLog timeline;
  private final Classifier classifier;

  /**
   * @throws io.quorate.fabric.file.BadFile if a flow in the fabric file is wrong
   */
  Stage(Scenario scenario, Outputs outputs) {
    this.scenario = scenario;
    this.outputs = outputs;
    this.timeline = outputs.timeline();
    for (Fabric view : scenario.fabric().views()) {
      tenancies.add(new Tenancy(this, view, tenancies.size()));
    }
    SeededRandom random = new SeededRandom(scenario.seed());
    List<RunWatch> watches = tenancies.stream().map(each -> each.watch).toList();
    this.fabric = new SimulatedFabric(simulator, random, scenario.fabric(), watches);
    this.tallies = new FlowTallies(fabric);
    this.classifier = new Classifier(scenario.fabric());
    watchLanes(outputs);
    this.faults =
        new FaultInjection(
            simulator,
            fabric.cables(),
            fabric.switches(),
            fabric::reconfigure,
            recorded(outputs.capture()));
    populate(random);
  }

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
    List<Observer> observers = tenancies.stream().map(each -> each.invariants.all()).toList();
    return new LaneWatch(
        simulator,
        digest,
        outputs,
        place,
        from,
        to,
        edge,
        classifier,
        observers,
        tallies::asked,
        members());
  }

  /** Names of the members, by group and in the order of their node ids. */
  private Map<Integer, List<String>> members() {
    Map<Integer, List<String>> members = new TreeMap<>();
    tenancies.forEach(each -> members.put(each.group(), each.view.group().members()));
    return members;
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

  private void populate(SeededRandom random) {
    for (HostNode host : fabric.hosts().values()) {
      for (Tenancy tenancy : tenancies) {
        if (host.host().role() == Host.Role.CLIENT) {
          tenancy.addClient(random, host);
        } else if (tenancy.view.serves(host.host())) {
          tenancy.serve(host);
        }
      }
    }
  }

  /** Service hosts that are out of step for good and are handed nothing more. */
  long hostsGivenUp() {
    return tenancies.stream()
        .flatMap(each -> each.services.stream())
        .filter(this::isGivenUp)
        .count();
  }

  /** True if a service's host has missed packets, so that its switch hands it no more. */
  boolean isGivenUp(ServedPort service) {
    Host host = service.host().host();
    SwitchNode attachedTo = fabric.switches().get(host.attachedTo());
    return attachedTo != null
        && attachedTo.seats().stream().anyMatch(seat -> seat.programs().hasGivenUp(host));
  }

  /** Keeps a violation and stops the simulator. */
  void violated(String invariant, String what) {
    if (violations.size() < RunResult.VIOLATIONS_MAX) {
      violations.add(new Violation(invariant, simulator.nowNs(), what));
      if (timeline.isOn()) {
        timeline.log(TraceEvent.violation(simulator.nowNs(), invariant, what));
      }
    }
    simulator.stop();
  }

  /** What all clients did so far. */
  ClientCounts counts() {
    return tenancies.stream().map(Tenancy::counts).reduce(ClientCounts.NONE, ClientCounts::plus);
  }

  /** What happened to members without memory, over all services. */
  long amnesia(ToLongFunction<Amnesia> figure) {
    return tenancies.stream()
        .mapToLong(each -> figure.applyAsLong(each.invariants.amnesia()))
        .sum();
  }

  /** A figure over all services. */
  long counted(ToLongFunction<RunWatch> figure) {
    return tenancies.stream().mapToLong(each -> figure.applyAsLong(each.watch)).sum();
  }

  private Recorded recorded(@Nullable PcapngWriter capture) {
    int textInterface =
        capture == null ? 0 : capture.addTextInterface("faults", "faults that begin and end");
    List<HistoryRecorder> histories = tenancies.stream().map(each -> each.history).toList();
    return new Recorded(tenancies.getFirst().watch, histories, capture, textInterface);
  }

  /** Faults stand in the history too, as Jepsen's nemesis lines, and in the capture as text. */
  private record Recorded(
      RunWatch watch,
      List<HistoryRecorder> histories,
      @Nullable PcapngWriter capture,
      int textInterface)
      implements FaultWatcher {
    @Override
    public void began(TimedFault fault) {
      watch.began(fault);
      histories.forEach(history -> history.fault("start", fault.fault().describe(), watch.nowNs()));
      note("begins: " + fault.fault().describe());
    }

    @Override
    public void ended(TimedFault fault) {
      watch.ended(fault);
      histories.forEach(history -> history.fault("stop", fault.fault().describe(), watch.nowNs()));
      note("ends: " + fault.fault().describe());
    }

    private void note(String text) {
      if (capture != null) {
        capture.text(textInterface, watch.nowNs(), text);
      }
    }
  }
}
