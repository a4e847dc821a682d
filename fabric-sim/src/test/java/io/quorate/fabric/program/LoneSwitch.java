package io.quorate.fabric.program;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.ReplicaConfig;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.KeyValueMachine;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** The programs of one switch, and a note of all that they asked for. */
final class LoneSwitch implements ProgramHost {

  static final int VALUE_BYTES_MAX = 1402;

  /** What a program made of a frame. */
  static final class Ran {
    private final Verdict verdict;
    private final byte[] frame;

    Ran(Verdict verdict, byte[] frame) {
      this.verdict = verdict;
      this.frame = frame;
    }

    Verdict verdict() {
      return verdict;
    }

    byte[] frame() {
      return frame;
    }

    boolean goesOn() {
      return verdict == Verdict.GO_ON;
    }

    Message message() {
      return LoneSwitch.message(frame);
    }
  }

  final Fabric fabric;
  final Directory directory;
  final SwitchPrograms programs;
  final List<byte[]> emitted = new ArrayList<>();
  final List<Value> submitted = new ArrayList<>();
  final List<Effect.Deliver> delivered = new ArrayList<>();
  final List<Integer> leaders = new ArrayList<>();

  /** Payloads of the frames handed to each service host, in order. */
  final Map<String, List<String>> handed = new LinkedHashMap<>();

  final List<byte[]> handedFrames = new ArrayList<>();

  /** Hosts to which nothing can be handed now. */
  final Set<String> unreachable = new LinkedHashSet<>();

  LoneSwitch(Fabric fabric, String switchName) {
    this.fabric = fabric;
    this.directory = new Directory(fabric);
    int node = new FlowPlan(fabric).node(switchName);
    boolean inSwitch = fabric.service().delivery() == Service.Delivery.STATE_MACHINE;
    Replica replica =
        node == 0
            ? null
            : new Replica(
                ReplicaConfig.of(node, fabric.group().members().size()),
                inSwitch ? new KeyValueMachine() : null,
                new SplittableRandom(7));
    this.programs =
        new SwitchPrograms(
            directory, TestFabrics.switchNamed(fabric, switchName), replica, VALUE_BYTES_MAX, this);
  }

  static LoneSwitch of(String fabric, String switchName) {
    return new LoneSwitch(TestFabrics.shipped(fabric), switchName);
  }

  /** Boots the replica; what it says then is forgotten. */
  LoneSwitch booted() {
    paxos().step(new Event.Booted());
    emitted.clear();
    return this;
  }

  PaxosProcess paxos() {
    return Objects.requireNonNull(programs.paxos());
  }

  Ran run(int program, byte[] bytes) {
    byte[] before = bytes.clone();
    Frame frame = new Frame(bytes);
    Verdict verdict = programs.run(program, frame);
    if (!Arrays.equals(before, bytes)) {
      throw new AssertionError("a program wrote into a frame that others may hold");
    }
    return new Ran(verdict, frame.bytes());
  }

  Replica replica() {
    return paxos().replica();
  }

  long count(Reason reason) {
    return programs.counters().get(reason);
  }

  /** The frame that was emitted last. */
  byte[] lastEmitted() {
    return emitted.getLast();
  }

  List<Message> emittedMessages() {
    return emitted.stream().map(LoneSwitch::message).toList();
  }

  static Message message(byte[] frame) {
    return ((Decoded.Frame) PaxosFrame.read(frame)).envelope().message();
  }

  Host host(String name) {
    return TestFabrics.host(fabric, name);
  }

  Service service() {
    return fabric.service();
  }

  // ---------------------------------------------------------------- frames to run programs on

  /** A request of a client's first process, with an identification of its own. */
  byte[] request(String client, int identification, String text) {
    return request(client, 40_000, identification, text);
  }

  byte[] request(String client, int port, int identification, String text) {
    Host from = host(client);
    byte[] frame =
        Udp.frame(
            service().mac(),
            from.mac(),
            from.ipv4(),
            service().ipv4(),
            port,
            service().udpPort(),
            text.getBytes(StandardCharsets.ISO_8859_1));
    Ipv4.setIdentification(frame, Ethernet.HEADER_BYTES, identification, false);
    return frame;
  }

  /** What a service host answers a client's first process. */
  byte[] answer(String serviceHost, String client, String text) {
    Host from = host(serviceHost);
    Host to = host(client);
    return Udp.frame(
        to.mac(),
        from.mac(),
        from.ipv4(),
        to.ipv4(),
        service().udpPort(),
        40_000,
        text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A frame of another member's replica. */
  byte[] from(int sender, Message message) {
    return PaxosFrame.of(0x027a_0001_0001L, 0x027a_0001_0000L + sender, envelope(sender, message));
  }

  Envelope envelope(int sender, Message message) {
    return new Envelope(fabric.group().id(), sender, 1, message);
  }

  static String payload(byte[] frame) {
    return new String(Udp.payload(frame, Udp.at(frame)), StandardCharsets.ISO_8859_1);
  }

  // ---------------------------------------------------------------- what the programs ask

  @Override
  public void emit(byte[] frame) {
    emitted.add(frame);
  }

  @Override
  public boolean handOver(Host to, byte[] frame) {
    if (unreachable.contains(to.name())) {
      return false;
    }
    handed.computeIfAbsent(to.name(), key -> new ArrayList<>()).add(payload(frame));
    handedFrames.add(frame);
    return true;
  }

  @Override
  public void submitted(Value value) {
    submitted.add(value);
  }

  @Override
  public void leaderChanged(int leader, Ballot ballot) {
    leaders.add(leader);
  }

  @Override
  public void delivered(Effect.Deliver delivery) {
    delivered.add(delivery);
  }

  @Override
  public void installed(Effect.Installed installed) {}

  @Override
  public void memoryLost(List<Integer> members) {}

  @Override
  public void reconfigured(Effect.Reconfigured reconfigured) {}

  @Override
  public void operatorAnswered(Message message) {}

  @Override
  public void sent(int to, Message message) {}

  @Override
  public void received(int from, Message message) {}
}
