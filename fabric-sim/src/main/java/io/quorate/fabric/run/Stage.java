package io.quorate.fabric.run;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.fabric.Host;
import io.quorate.fabric.Reads;
import io.quorate.fabric.Service;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.observe.LogOrder;
import io.quorate.fabric.observe.Violation;
import io.quorate.fabric.program.SessionId;
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
import java.util.ArrayList;
import java.util.List;
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
  final HistoryRecorder history = new HistoryRecorder();
  final LogOrder logOrder = new LogOrder();
  final Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);
  final Invariants invariants;
  final RunWatch watch;
  final SimulatedFabric fabric;
  final FaultInjection faults;
  final List<KeyValueClient> clients = new ArrayList<>();
  final List<ServedPort> services = new ArrayList<>();
  private final TraceLog timeline;

  /**
   * @throws io.quorate.fabric.file.BadFile if a flow in the fabric file is wrong
   */
  Stage(Scenario scenario, Outputs outputs) {
    this.scenario = scenario;
    this.timeline = outputs.timeline();
    List<String> serviceHosts =
        scenario.fabric().hosts().stream()
            .filter(host -> host.role() == Host.Role.SERVICE)
            .map(Host::name)
            .toList();
    this.invariants =
        new Invariants(
            scenario.fabric().group(), serviceHosts, this::violated, this::chosen, logOrder);
    this.watch = new RunWatch(simulator, digest, timeline, invariants.all());
    SeededRandom random = new SeededRandom(scenario.seed());
    this.fabric = new SimulatedFabric(simulator, random, scenario.fabric(), watch);
    watchLanes(outputs);
    this.faults =
        new FaultInjection(
            simulator, fabric.cables(), fabric.switches(), recorded(outputs.capture()));
    populate(random, outputs);
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
          for (int i = 0; i < scenario.workload().processesPerClient(); i++) {
            logOrder.expect(process, KeyValueClient.processName(host, i));
            logOrder.expect(process, SessionId.ofClient(host.mac(), i));
            process++;
          }
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
              scenario.fabric().group().reads().path() == Reads.Path.LOG,
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

  /** Service hosts that are out of step for good and are handed nothing more. */
  long hostsGivenUp() {
    return services.stream().filter(this::isGivenUp).count();
  }

  /** True if a service's host has missed packets, so that its switch hands it no more. */
  boolean isGivenUp(ServedPort service) {
    Host host = service.host().host();
    SwitchNode attachedTo = fabric.switches().get(host.attachedTo());
    return attachedTo != null && attachedTo.programs().hasGivenUp(host);
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
    return clients.stream()
        .map(KeyValueClient::counts)
        .reduce(ClientCounts.NONE, ClientCounts::plus);
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
