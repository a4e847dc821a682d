package io.quorate.ovs.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.DummyOvs;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a real Open vSwitch. */
class OvsdbTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private DummyOvs ovs;
  private Ovsdb database;

  @BeforeEach
  void start() throws IOException {
    ovs = DummyOvs.start(directory);
    database = Ovsdb.connect(ovs.databaseSocket(), TIMEOUT);
  }

  @AfterEach
  void stop() {
    if (database != null) {
      database.close();
    }
    if (ovs != null) {
      ovs.close();
    }
  }

  private static BridgeSpec dummy(String name) {
    return new BridgeSpec(
        name,
        "dummy",
        "secure",
        List.of("OpenFlow10", "OpenFlow13"),
        Map.of("made-by", "a test"),
        Map.of());
  }

  private static PortSpec port(String name, int number) {
    return PortSpec.system(name, number).ofType("dummy").marked(Map.of("iface-id", "id-" + name));
  }

  @Test
  void aBridgeWithPortsIsMadeAndTakenAway() throws IOException {
    database.addBridge(dummy("br0"));
    OvsdbInterface made = database.addPort("br0", port("p7", 7).withMtu(1400));
    assertThat(made.ofport()).isEqualTo(OptionalInt.of(7));
    assertThat(made.ifaceId()).contains("id-p7");
    assertThat(made.bridge()).isEqualTo("br0");
    OvsdbBridge bridge = database.view().bridge("br0").orElseThrow();
    assertThat(bridge.ports()).containsExactlyInAnyOrder("br0", "p7");
    assertThat(bridge.failMode()).isEqualTo("secure");
    assertThat(bridge.protocols()).containsExactlyInAnyOrder("OpenFlow10", "OpenFlow13");
    assertThat(bridge.externalIds()).containsEntry("made-by", "a test");
    assertThat(bridge.datapathId()).hasSize(16);
    assertThat(ovs.tool("ovs-vsctl", "list-ports", "br0").strip()).isEqualTo("p7");

    database.deletePort("br0", "p7");
    assertThat(database.view().bridge("br0").orElseThrow().ports()).containsExactly("br0");
    database.deleteBridge("br0");
    assertThat(database.view().bridges()).isEmpty();
    assertThat(ovs.tool("ovs-vsctl", "list-br")).isBlank();
  }

  @Test
  void whatCannotBeDoneIsToldAndLeavesNothing() {
    database.addBridge(dummy("br0"));
    assertThatThrownBy(() -> database.addBridge(dummy("br0")))
        .isInstanceOf(OvsdbException.class)
        .hasMessageContaining("adding bridge br0 was refused");
    assertThatThrownBy(() -> database.addPort("br9", port("p1", 1)))
        .hasMessageContaining("there is no such bridge");
    assertThatThrownBy(() -> database.addPort("br0", port("p1", 1).ofType("nonsense")))
        .hasMessageContaining("does not work and was taken out again")
        .hasMessageContaining("p1");
    assertThatThrownBy(() -> database.deletePort("br0", "p1")).hasMessageContaining("no port p1");
    assertThatThrownBy(() -> database.deleteBridge("br1"))
        .hasMessageContaining("there is no bridge br1");
    assertThat(database.view().bridges()).hasSize(1);
    assertThat(database.view().bridge("br0").orElseThrow().ports()).containsExactly("br0");
  }

  @Test
  void portsAreKnownToDatabaseAndSwitchUnderOneNumber() {
    database.addBridge(dummy("br0"));
    database.addPort("br0", port("p3", 3));
    database.addPort("br0", port("p5", 5));
    try (OpenFlowSwitch real =
        OpenFlowSwitch.connect(ovs.bridgeSocket("br0"), List.of(OpenFlowVersion.V13), TIMEOUT)) {
      List<JoinedPort> joined = JoinedPort.of("br0", database.view(), real);
      assertThat(joined).extracting(JoinedPort::name).containsExactly("p3", "p5", "br0");
      assertThat(joined).extracting(JoinedPort::number).containsExactly(3, 5, 65534);
      assertThat(joined.get(0).ifaceId()).contains("id-p3");
    }
  }

  @Test
  void changesOfOthersAreFollowed() throws IOException {
    database.addBridge(dummy("br0"));
    ovs.tool("ovs-vsctl", "set", "bridge", "br0", "external_ids:colour=red");
    assertThat(database.await(view -> colour(view).equals("red"))).isTrue();
    ovs.tool("ovs-vsctl", "set", "bridge", "br0", "external_ids:colour=blue");
    assertThat(database.await(view -> colour(view).equals("blue"))).isTrue();
    ovs.tool("ovs-vsctl", "remove", "bridge", "br0", "external_ids", "colour");
    assertThat(database.await(view -> colour(view).isEmpty())).isTrue();
    assertThat(database.view().bridge("br0").orElseThrow().externalIds())
        .containsEntry("made-by", "a test");
    ovs.tool("ovs-vsctl", "del-br", "br0");
    assertThat(database.await(view -> view.bridges().isEmpty())).isTrue();
  }

  private static String colour(View view) {
    return view.bridge("br0").map(one -> one.externalIds().getOrDefault("colour", "")).orElse("");
  }

  @Test
  void afterTheServerWasRestartedTheViewGoesOn() throws IOException {
    database.addBridge(dummy("br0"));
    database.addPort("br0", port("p1", 1));
    ovs.restartDatabase();
    ovs.tool("ovs-vsctl", "set", "bridge", "br0", "external_ids:colour=green");
    assertThat(database.await(view -> colour(view).equals("green"))).isTrue();
    database.awaitConnected();
    database.echo();
    assertThat(database.view().bridge("br0").orElseThrow().ports())
        .containsExactlyInAnyOrder("br0", "p1");
    database.addPort("br0", port("p2", 2));
    assertThat(database.view().interfaces("br0")).hasSize(3);
  }

  @Test
  void withoutVswitchdAChangeIsToldToBeUndone() throws IOException {
    database.addBridge(dummy("br0"));
    ovs.stopVswitchd();
    try (Ovsdb hasty = Ovsdb.connect(ovs.databaseSocket(), Duration.ofMillis(300))) {
      assertThatThrownBy(() -> hasty.addPort("br0", port("p1", 1)))
          .hasMessageContaining("ovs-vswitchd has not done it");
    }
  }

  @Test
  void controllersAreSetAndTakenAway() {
    database.addBridge(dummy("br0"));
    database.setControllers("br0", List.of("tcp:127.0.0.1:9"), 1000);
    assertThat(database.view().bridge("br0").orElseThrow().controllers())
        .containsExactly("tcp:127.0.0.1:9");
    database.setControllers("br0", List.of(), 1000);
    assertThat(database.view().bridge("br0").orElseThrow().controllers()).isEmpty();
  }

  @Test
  void aDatabaseThatIsNotThereIsToldInOneLine() {
    assertThatThrownBy(
            () ->
                Ovsdb.connect(
                    java.net.UnixDomainSocketAddress.of(directory.resolve("nobody.sock")),
                    Duration.ofMillis(300)))
        .isInstanceOf(OvsdbException.class)
        .hasMessageContaining("nobody.sock");
  }
}
