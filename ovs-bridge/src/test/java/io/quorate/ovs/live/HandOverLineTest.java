package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.DummyOvs;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.openflow.FlowStatistics;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchTables;
import io.quorate.ovs.topology.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordered packets for service hosts, through a real ovs-vswitchd. */
final class HandOverLineTest {

  private static final int PORT = 4;
  private static final int PACKETS = 5;

  private final Fabric fabric = Scratch.fabric("wan-three");
  private final Switch of = fabric.switches().get(1);
  private final Host host =
      fabric.hosts().stream().filter(each -> each.name().equals("h1")).findFirst().orElseThrow();
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private @Nullable DummyOvs started;
  private @Nullable OpenFlowSwitch connection;
  private boolean inDoubt;

  @BeforeEach
  void begin(@TempDir Path directory) throws IOException {
    started = DummyOvs.start(directory);
    ovs().addBridge("S1", 1, 2, 3, 4, 5, 6, 100);
    connection =
        OpenFlowSwitch.connect(
            ovs().bridgeSocket("S1"), List.of(OpenFlowVersion.V13), Duration.ofSeconds(20));
  }

  @AfterEach
  void end() {
    if (connection != null) {
      connection.close();
    }
    if (started != null) {
      started.close();
    }
  }

  private DummyOvs ovs() {
    return Objects.requireNonNull(started);
  }

  private OpenFlowSwitch real() {
    return Objects.requireNonNull(connection);
  }

  @Test
  void theFlowsCountWhatIsHandedOverAndTheHostGetsItOnce() throws Exception {
    FlowBook.Entries entries = new FlowBook(fabric).all(of, 1, new Routes(fabric, link -> true));
    Detours detours = new Detours();
    real()
        .synchronise(
            SwitchTables.of(
                new FlowBook.Entries(entries.groups(), detours.compile(entries.flows()))));

    handOver(true);

    assertThat(sentByPort()).isEqualTo(PACKETS);
    assertThat(real().flowStatistics().stream().filter(each -> each.packets() == PACKETS))
        .as("by which frames enter, what is for nobody's program, and to the host")
        .hasSize(3)
        .anyMatch(each -> isTo(each, host.mac()));
    assertThat(real().flowStatistics().stream().mapToLong(FlowStatistics::packets).sum())
        .isEqualTo(3 * PACKETS);
  }

  @Test
  void whereTheTablesAreWipedTheHostGetsItAllTheSame() throws Exception {
    handOver(true);

    assertThat(sentByPort()).isEqualTo(PACKETS);
  }

  @Test
  void onSomebodyElsesSwitchItTouchesNoTable() throws Exception {
    ovs().tool("ovs-ofctl", "-O", "OpenFlow13", "add-flow", "S1", "actions=output:5");

    handOver(false);

    assertThat(sentByPort()).isEqualTo(PACKETS);
    assertThat(real().flowStatistics()).hasSize(1).allMatch(each -> each.packets() == 0);
  }

  private void handOver(boolean counts) throws InterruptedException {
    HandOverLine line = new HandOverLine(of, real(), counts, loop::add, () -> inDoubt = true);
    byte[] frame = new byte[100];
    Ethernet.putHeader(frame, host.mac(), 0x0200_0000_0063L, Ethernet.TYPE_IPV4);
    for (int i = 0; i < PACKETS; i++) {
      assertThat(line.offer(host, frame.clone())).isTrue();
    }
    line.flush();
    while (!line.isIdle()) {
      Objects.requireNonNull(loop.poll(20, TimeUnit.SECONDS), "the switch answers").run();
    }
    assertThat(inDoubt).isFalse();
  }

  private static boolean isTo(FlowStatistics flow, long mac) {
    return flow.flow().match().match().value(Field.ETH_DST) == mac;
  }

  /** Frames that have left by the host's port. */
  private long sentByPort() throws IOException {
    String text = ovs().tool("ovs-ofctl", "-O", "OpenFlow13", "dump-ports", "S1", "S1-" + PORT);
    String mark = "tx pkts=";
    String sent = text.substring(text.indexOf(mark) + mark.length());
    return Long.parseLong(sent.substring(0, sent.indexOf(',')));
  }
}
