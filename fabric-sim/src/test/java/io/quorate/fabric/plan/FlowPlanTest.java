package io.quorate.fabric.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Service;
import io.quorate.fabric.Switch;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.flow.FlowEntry;
import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.WiredPipelines.Walk;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.program.SessionId;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated flows, executed: does each frame go where it should, and no frame where not? */
class FlowPlanTest {

  private static final byte[] TEXT = "c1.0 1 get k".getBytes(StandardCharsets.US_ASCII);

  static Stream<String> shipped() {
    return TestFabrics.SHIPPED.stream();
  }

  private int identification;

  private boolean replicatesPackets(WiredPipelines wired) {
    return wired.fabric.service().delivery() == Service.Delivery.PACKETS;
  }

  /** What a client sends to the service: an ordinary packet, or a message of our own. */
  private byte[] request(WiredPipelines wired, Host client) {
    Service service = wired.fabric.service();
    if (replicatesPackets(wired)) {
      byte[] frame =
          Udp.frame(
              service.mac(), client.mac(), client.ipv4(), service.ipv4(), 40_000, 7_000, TEXT);
      Ipv4.setIdentification(frame, Ethernet.HEADER_BYTES, ++identification, false);
      return frame;
    }
    Value value = Value.of(SessionId.ofClient(client.mac(), 0), 1, TEXT);
    return paxos(Addressing.ofLeader(1), client.mac(), 0, new Message.Client(value));
  }

  private static byte[] paxos(long to, long from, int sender, Message message) {
    return PaxosFrame.of(to, from, new Envelope(1, sender, 1, message));
  }

  private static byte[] ofType(EtherType type, long to, long from) {
    byte[] frame = new byte[80];
    Ethernet.putHeader(frame, to, from, type.code());
    return frame;
  }

  // ---------------------------------------------------------------- clients

  @ParameterizedTest
  @MethodSource("shipped")
  void aRequestReachesTheLeaderFromEveryClientWhoeverLeads(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    for (String leader : wired.members()) {
      wired.trusting(leader);
      for (Host client : wired.hosts(Host.Role.CLIENT)) {
        Walk walk = wired.send(client, request(wired, client));
        assertThat(walk.programs)
            .as("%s asks, %s leads, by %s", client.name(), leader, walk.switches)
            .containsExactly(leader + " runs " + Programs.ON_CLIENT);
        assertThat(walk.hosts).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whereNobodyIsTrustedARequestIsDroppedAndCounted(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name).trusting("");
    Host client = wired.hosts(Host.Role.CLIENT).getFirst();

    Walk walk = wired.send(client, request(wired, client));

    assertThat(walk.programs).isEmpty();
    assertThat(walk.hosts).isEmpty();
    String last = walk.switches.getLast();
    assertThat(wired.members()).contains(last);
    assertThat(packets(wired, last, FlowPlan.COOKIE_LEADER)).isEqualTo(1);
  }

  private static long packets(WiredPipelines wired, String at, long cookie) {
    return wired.node(at).pipeline.entries().stream()
        .filter(entry -> entry.flow().cookie() == cookie)
        .mapToLong(FlowEntry::packets)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whateverEachSwitchBelievesARequestComesToRest(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    Host client = wired.hosts(Host.Role.CLIENT).getFirst();
    List<String> beliefs = new ArrayList<>(wired.members());
    beliefs.add("");
    int combinations = (int) Math.pow(beliefs.size(), wired.members().size());
    Map<String, String> before = new LinkedHashMap<>();
    for (int combination = 0; combination < combinations; combination++) {
      int rest = combination;
      Map<String, String> trusts = new LinkedHashMap<>();
      for (String member : wired.members()) {
        trusts.put(member, beliefs.get(rest % beliefs.size()));
        rest /= beliefs.size();
      }
      trusts.forEach(
          (at, leader) -> {
            if (!leader.equals(before.put(at, leader))) {
              wired.trusting(at, leader);
            }
          });

      Walk walk = wired.send(client, request(wired, client));

      assertThat(walk.programs).as("%s", trusts).hasSizeLessThanOrEqualTo(1);
      for (String program : walk.programs) {
        String at = program.substring(0, program.indexOf(' '));
        assertThat(trusts).as("it is ordered by one that leads").containsEntry(at, at);
      }
    }
  }

  // ---------------------------------------------------------------- between members

  @ParameterizedTest
  @MethodSource("shipped")
  void membersReachEachOtherOverShortestPaths(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    for (String from : wired.members()) {
      for (String to : wired.members()) {
        if (!from.equals(to)) {
          long mac = Addressing.ofNode(1, wired.book.plan().node(to));
          byte[] accept = paxos(mac, 1, 1, new Message.Accept(new Ballot(0, 1), 0, Value.NOOP));
          Walk walk = wired.emit(from, accept);
          assertThat(walk.programs).containsExactly(to + " runs " + Programs.ON_ACCEPT);
          assertThat(walk.switches).hasSize(1 + hops(wired.fabric, from, to));
        }
      }
    }
  }

  /** By breadth-first search over the links that are no backups, which suffice here. */
  private static int hops(Fabric fabric, String from, String to) {
    Map<String, Integer> found = new LinkedHashMap<>(Map.of(from, 0));
    ArrayDeque<String> border = new ArrayDeque<>(List.of(from));
    for (String at = border.poll(); at != null; at = border.poll()) {
      for (Link link : fabric.links()) {
        String next = link.a().equals(at) ? link.b() : link.b().equals(at) ? link.a() : at;
        if (!link.backup() && !found.containsKey(next)) {
          found.put(next, found.getOrDefault(at, 0) + 1);
          border.add(next);
        }
      }
    }
    return found.getOrDefault(to, -1);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyPaxosTypeRunsItsProgramAtItsMember(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    String member = wired.members().getLast();
    long mac = Addressing.ofNode(1, wired.book.plan().node(member));
    for (EtherType type : EtherType.values()) {
      List<String> expected =
          switch (type) {
            case ACCEPT -> List.of(member + " runs " + Programs.ON_ACCEPT);
            case LEARN -> List.of(member + " runs " + Programs.ON_LEARN);
            case JOIN,
                TRUST,
                ACK,
                CANVASS,
                SUPPORT,
                PROMISE,
                PREPARE,
                NACK,
                REPAIR,
                CHOSEN,
                PIECE,
                FETCH,
                RECOVER,
                RECOVERED,
                HANDOVER ->
                List.of(member + " runs " + Programs.ON_CONTROL);
            case CLIENT, READ, REPLY, REFUSAL -> List.of();
          };
      Walk walk = wired.emit(wired.members().getFirst(), ofType(type, mac, 1));
      assertThat(walk.programs).as("%s", type).isEqualTo(expected);
    }
  }

  // ---------------------------------------------------------------- answers

  @ParameterizedTest
  @MethodSource("shipped")
  void anAnswerReachesItsClientFromEveryMember(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    for (Host client : wired.hosts(Host.Role.CLIENT)) {
      for (String member : wired.members()) {
        WiredPipelines fresh = WiredPipelines.shipped(name);
        Walk walk = fresh.emit(member, reply(fresh, client));
        assertThat(walk.hosts).containsExactly(client.name());
        byte[] frame = walk.frames.getFirst();
        assertThat(Ethernet.destination(frame)).isEqualTo(client.mac());
        assertThat(Udp.at(frame) >= 0).isEqualTo(replicatesPackets(fresh));
      }
    }
  }

  private byte[] reply(WiredPipelines wired, Host client) {
    if (!replicatesPackets(wired)) {
      Value result = Value.of(SessionId.ofClient(client.mac(), 0), 1, TEXT);
      return paxos(client.mac(), 1, 1, new Message.Reply(result));
    }
    Service service = wired.fabric.service();
    byte[] packet = Udp.frame(0, 0, service.ipv4(), client.ipv4(), 7_000, 40_000, TEXT);
    Value result =
        Value.of(
            SessionId.ofPacket(client.ipv4(), 40_000),
            1,
            Arrays.copyOfRange(packet, Ethernet.HEADER_BYTES, packet.length));
    return paxos(client.mac(), 1, 1, new Message.Reply(result));
  }

  @Test
  void aServiceHostsOwnPacketBecomesTheClientsAnswer() {
    for (String name : List.of("wan-three", "leaf-spine-five")) {
      WiredPipelines wired = WiredPipelines.shipped(name);
      Host client = wired.hosts(Host.Role.CLIENT).getLast();
      for (Host host : wired.hosts(Host.Role.SERVICE)) {
        byte[] answer =
            Udp.frame(
                client.mac(),
                host.mac(),
                host.ipv4(),
                client.ipv4(),
                7_000,
                40_000,
                host.name().getBytes(StandardCharsets.US_ASCII));
        Walk walk = wired.send(host, answer);
        assertThat(walk.hosts).as("answer of %s", host.name()).containsExactly(client.name());
        byte[] frame = walk.frames.getFirst();
        assertThat(Ipv4.source(frame, Ipv4.at(frame))).isEqualTo(wired.fabric.service().ipv4());
      }
    }
  }

  // ---------------------------------------------------------------- what hosts may not

  @ParameterizedTest
  @MethodSource("shipped")
  void noHostCanSpeakPaxos(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    List<Long> targets = new ArrayList<>(List.of(Addressing.ofLeader(1), 0xffff_ffff_ffffL));
    for (int node = 1; node <= wired.members().size(); node++) {
      targets.add(Addressing.ofNode(1, node));
    }
    wired.fabric.hosts().forEach(host -> targets.add(host.mac()));
    for (Host host : wired.fabric.hosts()) {
      for (EtherType type : EtherType.values()) {
        for (long target : targets) {
          Walk walk = wired.send(host, ofType(type, target, host.mac()));
          boolean mayAsk =
              !replicatesPackets(wired)
                  && (type == EtherType.CLIENT || type == EtherType.READ)
                  && target == Addressing.ofLeader(1);
          assertThat(walk.programs)
              .as("%s sends %s to %x", host.name(), type, target)
              .hasSize(mayAsk ? 1 : 0);
          assertThat(walk.hosts).isEmpty();
        }
      }
    }
  }

  @Test
  void nobodyButTheFabricReachesAServicePort() {
    for (String name : List.of("wan-three", "leaf-spine-five")) {
      WiredPipelines wired = WiredPipelines.shipped(name);
      for (Host from : wired.fabric.hosts()) {
        for (Host to : wired.hosts(Host.Role.SERVICE)) {
          for (int sourcePort : new int[] {7_000, 40_000}) {
            byte[] frame =
                Udp.frame(to.mac(), from.mac(), from.ipv4(), to.ipv4(), sourcePort, 7_000, TEXT);
            assertThat(wired.send(from, frame).hosts)
                .as("%s to %s", from.name(), to.name())
                .isEmpty();
          }
        }
      }
    }
  }

  @Test
  void hostsMayPingEachOtherAndAskArp() {
    WiredPipelines wired = WiredPipelines.shipped("wan-three");
    Host c1 = TestFabrics.host(wired.fabric, "c1");
    Host h9 = TestFabrics.host(wired.fabric, "h9");
    byte[] ping = Icmp.echoRequest(h9.mac(), c1.mac(), c1.ipv4(), h9.ipv4(), 1, 1, TEXT);

    assertThat(wired.send(c1, ping).hosts).containsExactly("h9");
    Walk arp = wired.send(h9, Arp.request(h9.mac(), h9.ipv4(), c1.ipv4()));
    assertThat(arp.hosts).as("answered by its own switch").containsExactly("h9");
    assertThat(arp.switches).containsExactly("S3");
  }

  // ---------------------------------------------------------------- re-pointing

  @ParameterizedTest
  @MethodSource("shipped")
  void rePointingReplacesTheLeaderEntriesAndNothingElse(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    Host client = wired.hosts(Host.Role.CLIENT).getFirst();
    wired.send(client, request(wired, client));
    String first = wired.members().getFirst();
    List<FlowEntry> before = others(wired, first);
    List<Long> counts = before.stream().map(FlowEntry::packets).toList();
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isPositive();

    wired.trusting(wired.members().get(1));

    assertThat(others(wired, first)).isEqualTo(before);
    assertThat(others(wired, first).stream().map(FlowEntry::packets).toList()).isEqualTo(counts);
    assertThat(leaderEntries(wired, first))
        .hasSize(replicatesPackets(wired) ? 2 : 4)
        .noneMatch(entry -> entry.flow().toString().contains("run_code"));
  }

  private static List<FlowEntry> others(WiredPipelines wired, String at) {
    return wired.node(at).pipeline.entries().stream()
        .filter(entry -> entry.flow().cookie() != FlowPlan.COOKIE_LEADER)
        .toList();
  }

  private static List<FlowEntry> leaderEntries(WiredPipelines wired, String at) {
    return wired.node(at).pipeline.entries().stream()
        .filter(entry -> entry.flow().cookie() == FlowPlan.COOKIE_LEADER)
        .toList();
  }

  @Test
  void aSwitchOutsideTheGroupHasNoLeaderEntries() {
    WiredPipelines wired = WiredPipelines.shipped("wan-three");
    Switch wan = TestFabrics.switchNamed(wired.fabric, "WAN0");

    assertThat(wired.book.towardsLeader(wan, 2)).isEmpty();
  }
}
