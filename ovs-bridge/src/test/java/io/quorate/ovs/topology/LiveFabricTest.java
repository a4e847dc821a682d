package io.quorate.ovs.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.ovs.Live;
import io.quorate.ovs.port.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Live(
    openVSwitch = true,
    programs = {"ethtool", "nsenter", "ss"})
final class LiveFabricTest {

  private static final UpOptions DIRECT = UpOptions.defaults().withLinks(LinkMode.DIRECT);

  private final Scratch scratch = new Scratch();

  @AfterEach
  void leaveNothing() {
    scratch.close();
  }

  @Test
  void everySwitchIsABridgeWithItsPortsAndEveryHostANamespace() {
    LiveFabric live = scratch.up("wan-three", DIRECT);

    assertThat(live.warnings()).isEmpty();
    for (Switch each : live.fabric().switches()) {
      String ports =
          scratch.run("ovs-ofctl", "-O", "OpenFlow13", "show", "unix:" + socket(live, each));
      for (Switch.Port port : each.ports()) {
        assertThat(ports).contains(port.number() + "(" + name(live, each, port.number()) + ")");
      }
      assertThat(ports).contains("100(" + name(live, each, FlowPlan.PAXOS_PORT) + ")");
      assertThat(flows(live, each)).isEmpty();
    }
    for (Host host : live.fabric().hosts()) {
      String namespace = live.names().hostNamespace(host.name());
      String addresses = scratch.runIn(namespace, "ip", "-o", "addr", "show", "eth0");
      assertThat(addresses).contains("inet " + Ipv4Address.format(host.ipv4()) + "/24");
      assertThat(addresses).doesNotContain("inet6");
      assertThat(scratch.runIn(namespace, "ethtool", "-k", "eth0"))
          .contains("tx-checksumming: off", "scatter-gather: off", "rx-vlan-offload: off");
      assertThat(scratch.runIn(namespace, "ip", "link", "show", "eth0")).contains("mtu 1402");
    }
    String inSwitches = live.names().switchNamespace();
    assertThat(scratch.runIn(inSwitches, "ip", "link", "show", "S1-px")).contains("mtu 1504");
    assertThat(scratch.runIn(inSwitches, "ip", "link", "show", "WAN0-2")).contains("mtu 1402");
    assertThat(scratch.runIn(inSwitches, "ip", "link", "show", "WAN0-1")).contains("mtu 1500");
  }

  @Test
  void hostsTalkThroughTheirSwitchWithRightChecksums() throws IOException {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    normal(live, "S1");

    String from = live.names().hostNamespace("h1");
    Host other =
        live.fabric().hosts().stream().filter(h -> h.name().equals("h2")).findFirst().get();
    String address = Ipv4Address.format(other.ipv4());
    try (DatagramSocket receiver = socketIn(live.names().hostNamespace("h2"), 7000);
        DatagramSocket sender = socketIn(from, 0)) {
      receiver.setSoTimeout(2_000);
      byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
      sender.send(
          new DatagramPacket(
              hello, hello.length, new InetSocketAddress(InetAddress.getByName(address), 7000)));
      DatagramPacket got = new DatagramPacket(new byte[64], 64);
      receiver.receive(got);
      assertThat(got.getLength()).isEqualTo(hello.length);
    }
  }

  private static DatagramSocket socketIn(String namespace, int port) {
    return NetworkNamespace.callIn(
        NetworkNamespace.named(namespace),
        () -> {
          try {
            return new DatagramSocket(port);
          } catch (SocketException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void theSwitchesSocketsHaveLargeBuffersAndTheMachinesDefaultIsAsBefore() throws IOException {
    Path setting = Path.of("/proc/sys/net/core/rmem_default");
    String before = Files.readString(setting);
    LiveFabric live = scratch.up("wan-three", DIRECT);

    assertThat(buffers(live)).hasSizeGreaterThan(20).allMatch(each -> each.contains("rb4194304"));
    assertThat(Files.readString(setting)).isEqualTo(before);

    live.restartSwitchDaemon(false);

    assertThat(buffers(live)).hasSizeGreaterThan(20).allMatch(each -> each.contains("rb4194304"));
    assertThat(Files.readString(setting)).isEqualTo(before);
  }

  /** The kernel's lines on the sockets that the switch reads frames from. */
  private List<String> buffers(LiveFabric live) {
    return scratch
        .runIn(live.names().switchNamespace(), "ss", "-0", "-nlmp")
        .lines()
        .filter(each -> each.contains("ovs-vswitchd"))
        .toList();
  }

  @Test
  void aRestartedSwitchHasItsPortsAndNoFlows() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    normal(live, "S1");
    Switch s1 = description(live, "S1");
    assertThat(flows(live, s1)).hasSize(1);
    RunningProcess before = process(live, SwitchDaemons.SWITCH);

    live.restartSwitchDaemon(true);

    assertThat(before.isAlive()).isFalse();
    assertThat(process(live, SwitchDaemons.SWITCH).isAlive()).isTrue();
    assertThat(flows(live, s1)).isEmpty();
    assertThat(LiveFabric.open(live.runDirectory()).processes()).hasSize(2);
  }

  @Test
  void aDeletedBridgeComesBack() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    live.deleteBridge("S2");
    assertThat(live.openFlowSocket("S2")).doesNotExist();

    live.createBridge("S2");

    assertThat(flows(live, description(live, "S2"))).isEmpty();
    assertThat(live.openFlowSocket("S2")).exists();
  }

  @Test
  void downLeavesNothingAndMayBeRepeated() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    List<RunningProcess> daemons = live.processes();
    assertThat(daemons).hasSize(2);
    live.start("sleeper", live.names().hostNamespace("h1"), List.of("sleep", "1000"));
    assertThat(scratch.leftovers("wan-three")).isNotEmpty();

    assertThat(LiveFabric.down(live.runDirectory())).isTrue();

    assertThat(scratch.leftovers("wan-three")).isEmpty();
    assertThat(daemons).noneMatch(RunningProcess::isAlive);
    assertThat(LiveFabric.down(live.runDirectory())).isFalse();
  }

  @Test
  void downFindsNamespacesAndProcessesWithoutAStateFile() throws IOException {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    try (var files = Files.walk(live.runDirectory())) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }

    assertThat(LiveFabric.down(live.runDirectory())).isTrue();

    assertThat(scratch.leftovers("wan-three")).isEmpty();
  }

  @Test
  void downTouchesNothingOfAnotherFabric() {
    LiveFabric one = scratch.up("wan-three", DIRECT);
    try (Scratch elsewhere = new Scratch()) {
      LiveFabric other = elsewhere.up("wan-three", DIRECT);
      one.down();

      assertThat(scratch.leftovers("wan-three")).isEmpty();
      assertThat(other.processes()).hasSize(2);
      assertThat(flows(other, description(other, "S1"))).isEmpty();
    }
  }

  @Test
  void aFabricIsNotBuiltTwice() {
    LiveFabric live = scratch.up("wan-three", DIRECT);

    assertThatThrownBy(() -> scratch.up("wan-three", DIRECT))
        .isInstanceOf(TopologyException.class)
        .hasMessage("there is a live wan-three already; quorate live down takes it away");
    assertThat(live.processes()).hasSize(2);
  }

  @Test
  void aNamespaceOfSomebodyElseIsLeftAlone() {
    String name =
        new LiveNames(Scratch.fabric("wan-three"), scratch.root().resolve("wan-three"))
            .hostNamespace("h1");
    scratch.run("ip", "netns", "add", name);
    try {
      assertThatThrownBy(() -> scratch.up("wan-three", DIRECT))
          .isInstanceOf(TopologyException.class)
          .hasMessageContaining("nobody of ours made it");
      LiveFabric.down(scratch.root().resolve("wan-three"));
      assertThat(Namespaces.exists(name)).isTrue();
    } finally {
      scratch.run("ip", "netns", "del", name);
    }
  }

  @Test
  void portsOfAnotherTypeWorkOrAreRefusedInOneLine() {
    try {
      LiveFabric live = scratch.up("two-groups", DIRECT.withPortType(PortType.AFXDP_NONPMD));
      normal(live, live.fabric().switches().getFirst().name());
    } catch (TopologyException e) {
      assertThat(e).hasMessageContaining("build with ports of type system");
      assertThat(scratch.leftovers("two-groups")).isEmpty();
    }
  }

  private void normal(LiveFabric live, String switchName) {
    scratch.run(
        "ovs-ofctl",
        "-O",
        "OpenFlow13",
        "add-flow",
        "unix:" + live.openFlowSocket(switchName),
        "actions=NORMAL");
  }

  private List<String> flows(LiveFabric live, Switch each) {
    return scratch
        .run(
            "ovs-ofctl",
            "-O",
            "OpenFlow13",
            "--no-stats",
            "dump-flows",
            "unix:" + socket(live, each))
        .lines()
        .filter(line -> line.contains("actions="))
        .toList();
  }

  private static Path socket(LiveFabric live, Switch each) {
    return live.openFlowSocket(each.name());
  }

  private static String name(LiveFabric live, Switch each, int port) {
    return live.names().port(each.name(), port);
  }

  private static RunningProcess process(LiveFabric live, String name) {
    return live.processes().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Switch description(LiveFabric live, String name) {
    return live.fabric().switches().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
