package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;
import static io.quorate.ovs.openflow.OpenFlowVersion.V13;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Names;
import io.quorate.ovs.DummyOvs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One switch of a real Open vSwitch, spoken to. */
class SwitchTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private DummyOvs ovs;

  @BeforeEach
  void start() throws IOException {
    ovs = DummyOvs.start(directory);
    ovs.addBridge("br0", 1, 2, 3);
  }

  @AfterEach
  void stop() {
    if (ovs != null) {
      ovs.close();
    }
  }

  private OpenFlowSwitch connect(OpenFlowVersion... versions) {
    return OpenFlowSwitch.connect(ovs.bridgeSocket("br0"), List.of(versions), TIMEOUT);
  }

  private static SwitchFlow flow(String text) {
    return SwitchFlow.of(FlowSyntax.flow(text, Names.NONE));
  }

  private static SwitchGroup group(String text) {
    return SwitchGroup.of(FlowSyntax.group(text, Names.NONE));
  }

  private static SwitchTables tables(List<String> groups, String... flows) {
    return new SwitchTables(
        groups.stream().map(SwitchTest::group).toList(),
        List.of(),
        Stream.of(flows).map(SwitchTest::flow).toList());
  }

  @Test
  void tellsItsFeaturesAndPorts() {
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      try (OpenFlowSwitch connected = connect(version)) {
        assertThat(connected.version()).isEqualTo(version);
        assertThat(connected.features().tables()).isEqualTo(254);
        assertThat(connected.ports())
            .extracting(SwitchPort::name)
            .containsExactlyInAnyOrder("br0", "br0-1", "br0-2", "br0-3");
        assertThat(connected.ports())
            .filteredOn(port -> port.name().equals("br0-2"))
            .extracting(SwitchPort::number)
            .containsExactly(2);
      }
    }
    try (OpenFlowSwitch both = connect(V10, V13)) {
      assertThat(both.version()).isEqualTo(V13);
    }
  }

  @Test
  void aVersionThatTheBridgeDoesNotSpeakIsToldAtOnce() throws IOException {
    ovs.tool("ovs-vsctl", "set", "bridge", "br0", "protocols=OpenFlow10");
    assertThatThrownBy(() -> connect(V13))
        .isInstanceOf(OpenFlowException.class)
        .hasMessageContaining("protocols");
  }

  @Test
  void whatIsInstalledReadsBackEqualAndIsNotInstalledTwice() {
    SwitchTables want =
        tables(
            List.of(
                "group_id=1,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_port:2,actions=output:2",
                "group_id=2,type=all,bucket=actions=mod_dl_dst:00:00:00:00:00:02,output:3"),
            "cookie=0x10,table=0,priority=300,in_port=1,arp,actions=note:72.75.6e.00.00.00,output:3",
            "cookie=0x10,table=0,priority=100,in_port=2,actions=goto_table:1",
            "table=1,priority=200,dl_type=0x7a01,dl_dst=0e:00:00:00:00:01,actions=drop",
            "table=1,priority=200,reg0=0x1,in_port=1,dl_dst=0e:00:00:00:00:01,actions=IN_PORT",
            "table=1,priority=5,udp,nw_dst=10.0.0.0/8,tp_dst=53,actions=mod_nw_dst:10.0.0.1,mod_tp_dst:54,dec_ttl,group:1",
            "table=1,priority=4,actions=learn(table=2,hard_timeout=5,eth_dst=eth_src,output:in_port),resubmit(,2)");
    try (OpenFlowSwitch connected = connect(V13)) {
      List<Change> made = connected.synchronise(want);
      assertThat(made).hasSize(8);
      assertThat(connected.synchronise(want)).isEmpty();
      assertThat(connected.readFlows().stream().map(one -> one.flow().orElseThrow()))
          .containsExactlyInAnyOrderElementsOf(
              want.flows().stream().map(one -> one.flow().orElseThrow()).toList());
      assertThat(connected.readGroups().stream().map(one -> one.group().orElseThrow()))
          .containsExactlyInAnyOrderElementsOf(
              want.groups().stream().map(one -> one.group().orElseThrow()).toList());
    }
  }

  @Test
  void aBundleIsCarriedOutWholeOrNotAtAll() {
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(tables(List.of(), "priority=1,actions=output:1"));
      List<SwitchFlow> before = connected.readFlows();
      List<Change> changes =
          List.of(
              new Change.AddFlow(flow("priority=2,actions=output:2")),
              new Change.DeleteFlow(flow("priority=1,actions=drop")),
              new Change.AddFlow(flow("priority=3,actions=group:77")));
      assertThatThrownBy(() -> connected.apply(changes))
          .isInstanceOfSatisfying(
              ChangeRefusedException.class,
              refused -> assertThat(refused.change()).isEqualTo(changes.get(2)))
          .hasMessageContaining("group:77")
          .hasMessageContaining("BAD_OUT_GROUP");
      assertThat(connected.readFlows()).isEqualTo(before);
    }
  }

  @Test
  void inVersion10WhatWasDoneBeforeARefusalIsUndone() {
    try (OpenFlowSwitch connected = connect(V10)) {
      connected.synchronise(tables(List.of(), "table=3,priority=1,actions=output:1"));
      List<SwitchFlow> before = connected.readFlows();
      List<Change> changes =
          List.of(
              new Change.AddFlow(flow("priority=2,actions=output:2")),
              new Change.AddFlow(
                  flow("priority=3,actions=drop")
                      .doing(SwitchAction.of(List.of(new Action.Output(0xff05))))));
      assertThatThrownBy(() -> connected.apply(changes))
          .isInstanceOf(ChangeRefusedException.class)
          .hasMessageContaining("BAD_OUT_PORT");
      assertThat(connected.readFlows()).isEqualTo(before).hasSize(1);
      assertThatThrownBy(
              () -> connected.apply(List.of(new Change.AddGroup(group("group_id=1,type=all")))))
          .isInstanceOf(InexpressibleException.class)
          .hasMessageContaining("OpenFlow 1.0 has no groups");
    }
  }

  @Test
  void wipedFlowsComeBack() throws IOException {
    SwitchTables want =
        tables(
            List.of("group_id=1,type=all,bucket=actions=output:1"),
            "priority=1,actions=output:1",
            "table=5,priority=2,actions=group:1");
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(want);
      ovs.tool("ovs-ofctl", "-O", "OpenFlow13", "del-groups", "br0");
      ovs.tool("ovs-ofctl", "-O", "OpenFlow13", "del-flows", "br0");
      assertThat(connected.readFlows()).isEmpty();
      assertThat(connected.synchronise(want)).hasSize(3);
      assertThat(connected.synchronise(want)).isEmpty();
    }
  }

  @Test
  void groupsAndFlowsOfOthersAreLeftAlone() throws IOException {
    ovs.tool("ovs-ofctl", "-O", "OpenFlow13", "add-flow", "br0", "ipv6,priority=9,actions=NORMAL");
    Scope mine = Scope.of(cookie -> cookie == 0x10, id -> id == 1, id -> false);
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(tables(List.of(), "cookie=0x10,priority=3,actions=output:1"), mine);
      assertThat(connected.synchronise(SwitchTables.EMPTY, mine)).hasSize(1);
      assertThat(connected.readFlows()).hasSize(1);
      assertThat(connected.synchronise(SwitchTables.EMPTY)).hasSize(1);
      assertThat(connected.readFlows()).isEmpty();
    }
  }

  @Test
  void aRestartedSwitchIsFilledAgainByItself() throws Exception {
    SwitchTables want =
        tables(
            List.of("group_id=1,type=all,bucket=actions=output:1"),
            "priority=1,actions=output:1",
            "table=5,priority=2,actions=group:1");
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(want);
      LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
      connected.listen(
          new SwitchListener() {
            @Override
            public void disconnected(String reason) {
              told.add("disconnected");
            }

            @Override
            public void resynchronised(List<Change> changes) {
              told.add(changes);
            }
          });
      ovs.restartVswitchd();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("disconnected");
      Object changes = told.poll(20, TimeUnit.SECONDS);
      assertThat(changes).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
      assertThat(connected.synchronise(want)).isEmpty();
      assertThat(connected.readFlows()).hasSize(2);
    }
  }

  @Test
  void portsThatComeAndGoAreTold() throws Exception {
    try (OpenFlowSwitch connected = connect(V13)) {
      LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
      connected.listen(
          new SwitchListener() {
            @Override
            public void portChanged(PortChange change, SwitchPort port) {
              told.add(change + " " + port.name() + " " + port.number());
            }
          });
      ovs.tool(
          "ovs-vsctl",
          "add-port",
          "br0",
          "extra",
          "--",
          "set",
          "interface",
          "extra",
          "type=dummy",
          "ofport_request=9");
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED extra 9");
      ovs.tool("ovs-vsctl", "del-port", "br0", "extra");
      String next = told.poll(20, TimeUnit.SECONDS);
      while (next != null && next.startsWith("MODIFIED")) {
        next = told.poll(20, TimeUnit.SECONDS);
      }
      assertThat(next).isEqualTo("DELETED extra 9");
    }
  }

  @Test
  void aFrameGoesOutAndComesIn() throws Exception {
    byte[] frame = HexFormat.of().parseHex("0000000000020000000000017a400102030405060708");
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      try (OpenFlowSwitch connected = connect(version)) {
        SwitchFlow toController =
            flow("cookie=0x77,dl_type=0x7a40,actions=drop")
                .doing(SwitchAction.of(List.of(new Action.Output(PortNumbers.CONTROLLER))));
        connected.synchronise(new SwitchTables(List.of(), List.of(), List.of(toController)));
        LinkedBlockingQueue<SwitchListener.PacketIn> told = new LinkedBlockingQueue<>();
        connected.listen(
            new SwitchListener() {
              @Override
              public void packetIn(PacketIn packet) {
                told.add(packet);
              }
            });
        connected.packetOut(frame, 2, SwitchAction.of(List.of(new Action.Output(0xfff9))));
        SwitchListener.PacketIn packet = told.poll(20, TimeUnit.SECONDS);
        assertThat(packet).isNotNull();
        assertThat(packet.inPort()).isEqualTo(2);
        assertThat(packet.frame().toArray()).isEqualTo(frame);
        assertThat(connected.flowStatistics())
            .singleElement()
            .satisfies(seen -> assertThat(seen.flow()).isEqualTo(toController));
      }
    }
  }

  @Test
  void countersOfAFlowGoOnWhenItsActionsChange() {
    byte[] frame = HexFormat.of().parseHex("0000000000020000000000017a400102030405060708");
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(tables(List.of(), "dl_type=0x7a40,actions=output:2"));
      for (int i = 0; i < 3; i++) {
        connected.packetOut(frame, 1, SwitchAction.of(List.of(new Action.Output(0xfff9))));
      }
      assertThat(connected.synchronise(tables(List.of(), "dl_type=0x7a40,actions=output:3")))
          .singleElement()
          .isInstanceOf(Change.ModifyFlow.class);
      assertThat(connected.flowStatistics())
          .singleElement()
          .satisfies(
              seen -> {
                assertThat(seen.packets()).isEqualTo(3);
                assertThat(seen.bytes()).isEqualTo(3L * frame.length);
              });
    }
  }

  @Test
  void fiveThousandFlowsComeInManyParts() {
    List<SwitchFlow> flows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      flows.add(flow("table=" + i % 3 + ",priority=7,reg5=" + i + ",actions=output:" + i % 9));
    }
    SwitchTables want = new SwitchTables(List.of(), List.of(), flows);
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      try (OpenFlowSwitch connected = connect(version)) {
        assertThat(connected.synchronise(want)).hasSize(version == V10 ? 5000 : 0);
        assertThat(connected.readFlows()).hasSize(5000).containsAll(flows);
      }
    }
  }

  @Test
  void metersAreMadeBeforeTheFlowsThatUseThemAndGoAfterThem() {
    SwitchMeter meter = SwitchMeter.framesPerSecond(1, 100, 100);
    SwitchFlow metered =
        flow("dl_type=0x7a40,actions=drop")
            .doing(
                List.of(new SwitchAction.Meter(1), new SwitchAction.Plain(new Action.Output(2))));
    SwitchTables want = new SwitchTables(List.of(), List.of(meter), List.of(metered));
    try (OpenFlowSwitch connected = connect(V13)) {
      assertThat(connected.synchronise(want)).hasSize(2);
      assertThat(connected.synchronise(want)).isEmpty();
      assertThat(connected.readMeters()).containsExactly(meter);
      assertThat(connected.synchronise(SwitchTables.EMPTY)).hasSize(2);
      assertThat(connected.readMeters()).isEmpty();
    }
  }

  @Test
  void samplesAndFlowsThatTellOfTheirEndReadBackEqual() throws Exception {
    SwitchFlow sampled =
        new SwitchFlow(
            0,
            7,
            5,
            0,
            0,
            true,
            SwitchMatch.of(io.quorate.fabric.flow.Match.ANY),
            List.of(
                new SwitchAction.Sample(32768, 1, 42, 43),
                new SwitchAction.Plain(new Action.Output(2))));
    SwitchTables want = new SwitchTables(List.of(), List.of(), List.of(sampled));
    try (OpenFlowSwitch connected = connect(V13)) {
      connected.synchronise(want);
      assertThat(connected.synchronise(want)).isEmpty();
      LinkedBlockingQueue<SwitchListener.FlowRemoved> told = new LinkedBlockingQueue<>();
      connected.listen(
          new SwitchListener() {
            @Override
            public void flowRemoved(FlowRemoved removed) {
              told.add(removed);
            }
          });
      ovs.tool("ovs-ofctl", "-O", "OpenFlow13", "del-flows", "br0");
      SwitchListener.FlowRemoved removed = told.poll(20, TimeUnit.SECONDS);
      assertThat(removed).isNotNull();
      assertThat(removed.flow().cookie()).isEqualTo(5);
      assertThat(removed.reason()).isEqualTo(2);
    }
  }

  @Test
  void theSwitchMayAlsoComeToUs() throws Exception {
    LinkedBlockingQueue<OpenFlowSwitch> arrived = new LinkedBlockingQueue<>();
    SwitchSettings settings = SwitchSettings.of(List.of(V13), TIMEOUT);
    SwitchTables want = tables(List.of(), "priority=4,actions=output:1");
    try (OpenFlowListener listener =
        OpenFlowListener.listen(OpenFlowListener.loopback(0), settings, arrived::add)) {
      InetSocketAddress at = (InetSocketAddress) listener.address();
      ovs.tool("ovs-vsctl", "set-controller", "br0", "tcp:127.0.0.1:" + at.getPort());
      ovs.tool("ovs-vsctl", "set", "controller", "br0", "max_backoff=1000");
      OpenFlowSwitch connected = arrived.poll(20, TimeUnit.SECONDS);
      assertThat(connected).isNotNull();
      assertThat(connected.synchronise(want)).hasSize(1);
      LinkedBlockingQueue<List<Change>> again = new LinkedBlockingQueue<>();
      connected.listen(
          new SwitchListener() {
            @Override
            public void resynchronised(List<Change> changes) {
              again.add(changes);
            }
          });
      ovs.restartVswitchd();
      assertThat(again.poll(20, TimeUnit.SECONDS)).hasSize(1);
      assertThat(connected.readFlows()).hasSize(1);
      assertThat(arrived).isEmpty();
    }
  }

  @Test
  void aPassivePortOfTheBridgeIsConnectedToOverTcp() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ovs.tool("ovs-vsctl", "set-controller", "br0", "ptcp:" + port + ":127.0.0.1");
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (OpenFlowSwitch connected = OpenFlowSwitch.connect(address, List.of(V13), TIMEOUT)) {
      assertThat(connected.ports()).hasSize(4);
    }
  }

  @Test
  void onlyLoopbackIsListenedOnUnlessTold() {
    assertThatThrownBy(
            () ->
                OpenFlowListener.listen(
                    new InetSocketAddress("0.0.0.0", 0), SwitchSettings.usual(), any -> {}))
        .hasMessageContaining("reached from outside");
  }

  @Test
  void aSwitchThatFallsSilentIsGivenUpAndSoughtAgain() throws Exception {
    SwitchSettings settings =
        new SwitchSettings(
            List.of(V13),
            TIMEOUT,
            Duration.ofMillis(200),
            Duration.ofMillis(10),
            Duration.ofMillis(100));
    try (OpenFlowSwitch connected = OpenFlowSwitch.connect(ovs.bridgeSocket("br0"), settings)) {
      LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
      connected.listen(
          new SwitchListener() {
            @Override
            public void disconnected(String reason) {
              told.add(reason);
            }
          });
      // It answers probes for as long as it runs.
      assertThat(told.poll(1, TimeUnit.SECONDS)).isNull();
      ovs.pauseVswitchd();
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("fallen silent");
      ovs.resumeVswitchd();
      connected.awaitConnected();
      assertThat(connected.ports()).hasSize(4);
    }
  }
}
