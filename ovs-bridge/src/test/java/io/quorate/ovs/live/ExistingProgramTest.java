package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Host;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.ovs.Live;
import io.quorate.ovs.port.NetworkNamespace;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A program from a distribution's packages, replicated as it is. */
final class ExistingProgramTest {

  private static final String MEMCACHED =
      "memcached -u nobody -l $HOST_ADDRESS -U $SERVICE_PORT -p 0 -t 1";
  private static final int SERVICE_PORT = 7000;
  private static final int KEYS = 5;

  @Test
  @Live(openVSwitch = true, programs = "memcached")
  void memcachedIsReplicatedUnmodified() throws IOException {
    try (StandingFabric standing =
        new StandingFabric("wan-three.yaml", LinkMode.EMULATED, null, MEMCACHED)) {
      FaultSchedule killed =
          FaultSchedule.inOrder(List.of(new TimedFault(2_000_000_000L, 0, new Fault.Reboot("S1"))));
      LiveResult result =
          standing.run(
              Duration.ofSeconds(6),
              killed,
              "memcached:clients=2,keys=" + KEYS + ",think=10ms,timeout=500ms");

      assertThat(result.problems()).isEmpty();
      assertThat(result.hosts().differences()).isEmpty();
      assertThat(result.hosts().packets()).isGreaterThan(50);
      assertThat(result.outcome()).isEqualTo(LiveResult.Outcome.FINE);
      assertThat(contents(standing.live, result.hosts().givenUp()))
          .as("every memcached has the same values under the same versions")
          .hasSize(1)
          .allMatch(each -> each.contains("VALUE k"));
    }
  }

  /** What the caches hold: one text where they are all the same. */
  private static Set<String> contents(LiveFabric live, List<String> givenUp) {
    Set<String> contents = new TreeSet<>();
    for (Host host : live.fabric().hosts()) {
      if (live.fabric().serves(host) && !givenUp.contains(host.name())) {
        contents.add(
            NetworkNamespace.callIn(
                NetworkNamespace.named(live.names().hostNamespace(host.name())),
                () -> contents(host)));
      }
    }
    return contents;
  }

  private static String contents(Host host) {
    StringBuilder text = new StringBuilder();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5_000);
      InetAddress address = InetAddress.ofLiteral(Ipv4Address.format(host.ipv4()));
      for (int key = 0; key < KEYS; key++) {
        byte[] request =
            ("\0\1\0\0\0\1\0\0gets k" + key + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(request, request.length, address, SERVICE_PORT));
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        socket.receive(answer);
        text.append(
            new String(answer.getData(), 8, answer.getLength() - 8, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("asking " + host.name(), e);
    }
    return text.toString();
  }

  @Test
  @Live(openVSwitch = true)
  void aServerThatEndsIsToldWithItsLastWords() {
    assertThatThrownBy(
            () ->
                new StandingFabric(
                        "wan-three.yaml",
                        LinkMode.DIRECT,
                        null,
                        "sh -c 'echo no such colour; exit 3'")
                    .close())
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("the server on h")
        .hasMessageContaining("has ended: no such colour");
  }
}
