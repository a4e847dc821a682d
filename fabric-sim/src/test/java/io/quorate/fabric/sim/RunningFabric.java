package io.quorate.fabric.sim;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.UdpService;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.flow.FlowEntry;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A fabric in virtual time, with services that write down what they get, and clients by hand. */
final class RunningFabric implements SwitchWatcher {

  private static final long NS_PER_MS = 1_000_000;

  final Simulator simulator = new Simulator();
  final SimulatedFabric fabric;
  final Fabric description;

  /** Requests that each service host was handed, in order. */
  final Map<String, List<String>> handed = new LinkedHashMap<>();

  /** Answers that clients got, in order. */
  final List<String> answers = new ArrayList<>();

  /** What switches did, as {@code S1 crashed} or {@code S2 trusts 3}. */
  final List<String> notes = new ArrayList<>();

  private final FaultInjection faults;

  RunningFabric(Fabric description) {
    this.description = description;
    this.fabric = new SimulatedFabric(simulator, new SeededRandom(11), description, this);
    this.faults =
        new FaultInjection(
            simulator,
            fabric.cables(),
            fabric.switches(),
            new FaultWatcher() {
              @Override
              public void began(TimedFault fault) {}

              @Override
              public void ended(TimedFault fault) {}
            });
    for (HostNode host : fabric.hosts().values()) {
      if (host.host().role() == Host.Role.SERVICE) {
        List<String> got = handed.computeIfAbsent(host.name(), key -> new ArrayList<>());
        host.serve(description.service().udpPort(), new Scribe(got));
      } else {
        host.listen(40_000, (ip, port, payload) -> answers.add(text(payload)));
      }
    }
    fabric.powerOn();
  }

  static RunningFabric shipped(String name) {
    return new RunningFabric(TestFabrics.shipped(name));
  }

  /** Writes down what it is asked, and says so. */
  private record Scribe(List<String> got) implements UdpService {
    @Override
    public byte[] answer(byte[] request) {
      got.add(text(request));
      return ("re: " + text(request)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public long stateDigest() {
      return got.hashCode();
    }
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  /** A client sends one request. */
  void ask(String client, String text) {
    boolean sent =
        Objects.requireNonNull(fabric.hosts().get(client))
            .send(
                40_000,
                description.service().ipv4(),
                description.service().udpPort(),
                text.getBytes(StandardCharsets.ISO_8859_1));
    if (!sent) {
      throw new IllegalArgumentException("does not fit: " + text);
    }
  }

  /** A fault, as fault files write it, from now on. */
  void fault(String... words) {
    String at = simulator.nowNs() + "ns";
    String line = "faults:\n  - {at: " + at + ", " + String.join(", ", words) + "}\n";
    FaultSchedule schedule =
        FaultFile.parse(TextFile.of("f.yaml", line.getBytes(StandardCharsets.UTF_8)), description);
    faults.schedule(schedule);
    simulator.runUntil(simulator.nowNs());
  }

  void heal() {
    faults.healAll();
  }

  void runMs(long ms) {
    simulator.runUntil(simulator.nowNs() + ms * NS_PER_MS);
  }

  SwitchNode at(String name) {
    return Objects.requireNonNull(fabric.switches().get(name));
  }

  List<FlowEntry> entries(String at) {
    return at(at).pipeline().entries();
  }

  /** The entries of a switch that point client packets somewhere, as text with names. */
  List<String> leaderEntries(String at) {
    return entries(at).stream()
        .filter(entry -> entry.flow().cookie() == FlowPlan.COOKIE_LEADER)
        .map(entry -> entry.flow().toString())
        .toList();
  }

  /** Name of the member that leads; empty if none or several do. */
  String leader() {
    List<SwitchNode> leading =
        fabric.members().stream()
            .filter(each -> each.isRunning() && Objects.requireNonNull(each.replica()).isLeader())
            .toList();
    return leading.size() == 1 ? leading.getFirst().name() : "";
  }

  // ---------------------------------------------------------------- what switches do

  @Override
  public void submitted(Seat at, Value value) {}

  @Override
  public void received(Seat at, int from, Message message) {}

  @Override
  public void sent(Seat at, int to, Message message) {}

  @Override
  public void delivered(Seat at, Effect.Deliver delivery) {}

  @Override
  public void installed(Seat at, Effect.Installed installed) {}

  @Override
  public void memoryLost(Seat at, List<Integer> members) {}

  @Override
  public void reconfigured(Seat at, Effect.Reconfigured reconfigured) {}

  @Override
  public void changeAsked(Seat at, Value change) {}

  @Override
  public void changeSettled(String wish, @Nullable String outcome) {}

  @Override
  public void durable(Seat at, long from, byte[] bytes) {}

  @Override
  public void started(Seat at, int incarnation) {
    notes.add(at.name() + " starts without memory, incarnation " + incarnation);
  }

  @Override
  public void recovered(Seat at, Replica replica) {
    notes.add(at.name() + " has won its memory back");
  }

  @Override
  public void leaderChanged(Seat at, int leader, Ballot ballot) {
    notes.add(at.name() + " trusts " + leader);
  }

  @Override
  public void conditionChanged(Seat at, String condition) {
    notes.add(at.name() + " " + condition);
  }
}
