package io.quorate.fabric.run;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Reads;
import io.quorate.fabric.Service;
import io.quorate.fabric.app.ClientCounts;
import io.quorate.fabric.app.KeyValueClient;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.observe.LogOrder;
import io.quorate.fabric.program.SessionId;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.sim.HostNode;
import io.quorate.fabric.sim.Seat;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Counters;
import io.quorate.paxos.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a run has of one service: its clients' processes and its hosts, what they did, and who
 * watches the group that orders it. The services of a fabric are judged one by one.
 */
final class Tenancy {

  final Fabric view;
  final HistoryRecorder history = new HistoryRecorder();
  final LogOrder logOrder = new LogOrder();
  final Invariants invariants;
  final RunWatch watch;
  final List<KeyValueClient> clients = new ArrayList<>();
  final List<ServedPort> services = new ArrayList<>();
  private final Stage stage;
  private final int place;
  private final String suffix;
  private int processes;

  /**
   * @param view the fabric, as the service has it
   * @param place of the service among the fabric's services
   */
  Tenancy(Stage stage, Fabric view, int place) {
    this.stage = stage;
    this.view = view;
    this.place = place;
    boolean alone = stage.scenario.fabric().others().isEmpty();
    this.suffix = alone ? "" : " (group " + view.group().id() + ")";
    List<String> hosts = view.hosts().stream().filter(view::serves).map(Host::name).toList();
    boolean mayWish =
        stage.scenario.faults().faults().stream().anyMatch(timed -> isWish(timed.fault()));
    this.invariants =
        new Invariants(
            view.group(),
            hosts,
            this::violated,
            stage.scenario.workload().protocol()::request,
            this::chosen,
            logOrder,
            mayWish);
    ChangeWatch changes =
        new ChangeWatch(stage.simulator, stage.digest, stage.timeline, view.group(), suffix);
    this.watch =
        new RunWatch(
            stage.simulator,
            stage.digest,
            stage.outputs,
            view.group().id(),
            invariants.all(),
            changes,
            suffix);
  }

  /**
   * True if somebody wants, or will have, another leader: one that is taken out hands over, too.
   */
  private static boolean isWish(Fault fault) {
    return fault instanceof Fault.HandOver || fault instanceof Fault.Reconfigure;
  }

  int group() {
    return view.group().id();
  }

  /** Sets the processes of a client host up that ask this service. */
  void addClient(SeededRandom random, HostNode host) {
    int many = stage.scenario.workload().processesPerClient();
    clients.add(client(random, host, place * many));
    for (int i = 0; i < many; i++) {
      int number = place * many + i;
      logOrder.expect(processes, KeyValueClient.processName(host, number));
      logOrder.expect(processes, SessionId.ofClient(host.mac(), number));
      processes++;
    }
  }

  private KeyValueClient client(SeededRandom random, HostNode host, int firstNumber) {
    KeyValueClient.Records records =
        new KeyValueClient.Records(history, stage.latencies, stage.timeline);
    Service service = view.service();
    return switch (service.delivery()) {
      case PACKETS ->
          KeyValueClient.udp(
              stage.simulator,
              random,
              host,
              new KeyValueClient.ServiceAddress(service.ipv4(), service.udpPort()),
              stage.scenario.workload(),
              records,
              processes,
              firstNumber);
      case STATE_MACHINE ->
          KeyValueClient.sessions(
              stage.simulator,
              random,
              host,
              group(),
              view.group().reads().path() == Reads.Path.LOG,
              stage.scenario.workload(),
              records,
              processes,
              firstNumber);
    };
  }

  /** Sets the service up on one of its hosts. */
  void serve(HostNode host) {
    int number = services.size();
    ServedPort served =
        host.serve(view.service().udpPort(), stage.scenario.workload().protocol().service());
    served.watch((port, sourceIp, sourcePort, payload) -> invariants.all().handed(number, payload));
    services.add(served);
  }

  private void violated(String invariant, String what) {
    stage.violated(invariant, what + suffix);
  }

  private void chosen(int node, long slot, Ballot ballot) {
    if (stage.timeline.isOn()) {
      String name = view.group().members().get(node - 1);
      stage.timeline.log(
          TraceEvent.at(
              stage.simulator.nowNs(),
              name,
              TraceEvent.Kind.CHOSEN,
              slot,
              ballot.toString(),
              suffix.strip()));
    }
  }

  /** What its clients did so far. */
  ClientCounts counts() {
    return clients.stream()
        .map(KeyValueClient::counts)
        .reduce(ClientCounts.NONE, ClientCounts::plus);
  }

  /**
   * True if every host that could answer is out of step for good, or at a switch that delivers to
   * none. Clients then ask in vain; the summary tells how many hosts were given up.
   */
  boolean isLost() {
    return !services.isEmpty()
        && wishes().isEmpty()
        && services.stream().noneMatch(each -> isServed(each) && !stage.isGivenUp(each));
  }

  /** Changes of the group that are neither in force nor known to be impossible. */
  private List<String> wishes() {
    return stage.fabric.operators().get(place).pending();
  }

  /** True if the host's switch acts on what is delivered, by the newest configuration. */
  private boolean isServed(ServedPort service) {
    int node = view.group().node(service.host().host().attachedTo());
    return watch.changes().newest().isLearner(node);
  }

  /** Hosts that ordered packets are not for, as things are. */
  long hostsNotServed() {
    return services.stream().filter(each -> !isServed(each)).count();
  }

  /**
   * True if so many members are without memory that none can win it back: then nothing is asked of
   * the group any more, once all have had the time to notice that clients give them to answer.
   */
  private boolean hasLostMemory() {
    return invariants.amnesia().isLost()
        && stage.simulator.nowNs() >= stage.scenario.durationNs() + stage.scenario.patienceNs();
  }

  /** Loss of memory is never passed over in silence: whoever is without says so. */
  void demandReports() {
    List<Integer> without = invariants.amnesia().forgetful();
    if (hasLostMemory() && !watch.reportLoss().containsAll(without)) {
      violated(
          "loss of memory is reported",
          "nodes " + without + " are without memory, only " + watch.reportLoss() + " say so");
    }
  }

  /**
   * No replica has taken a snapshot for whole that was not: a frame that was damaged on its way is
   * refused, and the snapshot's name has its checksum, so that there is nothing to throw away.
   */
  void demandWholeSnapshots() {
    long broken =
        members().stream().mapToLong(each -> each.counted(Counters::snapshotsBroken)).sum();
    if (broken > 0) {
      violated("snapshots are whole", broken + " were not what their names say, or of no use");
    }
  }

  /** Requests that must be answered, and changes that must be settled. */
  int pending() {
    if (hasLostMemory()) {
      return 0;
    }
    int requests = clients.stream().mapToInt(KeyValueClient::pendingCount).sum();
    return (isLost() ? 0 : requests) + wishes().size();
  }

  /** What they are, in words. */
  Stream<String> pendingInWords() {
    return Stream.concat(
        clients.stream().flatMap(client -> client.pending().stream()),
        wishes().stream().map(wish -> "reconfigure " + wish + suffix));
  }

  List<Seat> members() {
    return stage.fabric.members(place);
  }

  /** True if every replica and every host has all that was ordered. */
  boolean hasCaughtUp() {
    return hasLostMemory() || haveAll();
  }

  /** Whoever plays no role any more, or none yet, is told nothing. */
  private boolean haveAll() {
    Configuration now = watch.changes().newest();
    return members().stream()
            .filter(each -> now.isMember(each.node()))
            .allMatch(each -> nextSlot(each) == watch.slots())
        && services.stream().filter(this::isServed).allMatch(this::hasAll);
  }

  private boolean hasAll(ServedPort service) {
    return stage.isGivenUp(service) || service.receivedCount() == invariants.expectedAtHosts();
  }

  /** How far its replicas and hosts are, each in words that end with a comma. */
  String positions() {
    StringBuilder text = new StringBuilder();
    for (Seat member : members()) {
      text.append(member.name()).append(" at slot ").append(nextSlot(member));
      text.append(suffix).append(", ");
    }
    for (ServedPort service : services) {
      text.append(service.host().name()).append(" has ").append(service.receivedCount());
      text.append(", ");
    }
    return text.toString();
  }

  private static long nextSlot(Seat member) {
    Replica replica = Objects.requireNonNull(member.replica());
    return replica.nextSlot();
  }
}
