package io.quorate.ovs.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.ovs.Live;
import io.quorate.ovs.link.LaneFigures;
import io.quorate.ovs.link.LinkControl;
import io.quorate.ovs.link.LinkException;
import io.quorate.ovs.port.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Emulated links, in a process of their own, between bridges and hosts. */
@Live(
    openVSwitch = true,
    programs = {"ethtool", "nsenter"})
final class LiveLinksTest {

  private final Scratch scratch = new Scratch();

  @AfterEach
  void leaveNothing() {
    scratch.close();
  }

  @Test
  void hostsTalkAndEveryFrameIsCountedAndCaptured() throws IOException {
    Path capture = scratch.root().resolve("wan-three.pcapng");
    LiveFabric live = scratch.up("wan-three", UpOptions.defaults().withCapture(capture));
    assertThat(live.processes().stream().map(RunningProcess::name))
        .containsExactlyInAnyOrder(LiveFabric.LINKS, SwitchDaemons.DATABASE, SwitchDaemons.SWITCH);
    normal(live, "S1");

    assertThat(talk(live, 20)).isEqualTo(20);

    try (LinkControl control = live.linkControl()) {
      LaneFigures fromH1 = lane(control, "h1", "S1");
      assertThat(fromH1.received()).isGreaterThanOrEqualTo(20);
      assertThat(fromH1.forwarded()).isEqualTo(fromH1.received());
      assertThat(lane(control, "S1", "h2").forwarded()).isGreaterThanOrEqualTo(20);
      assertThat(control.figures()).hasSize(2 * live.fabric().links().size());
    }
    live.down();
    assertThat(Files.size(capture)).isGreaterThan(40 * 60L);
    Files.delete(capture);
  }

  @Test
  void faultsActOnTheLinkThatTheyNameAndEnd() throws IOException {
    LiveFabric live = scratch.up("wan-three", UpOptions.defaults());
    normal(live, "S1");
    String link = link(live, "S1", "h1").name();
    try (LinkControl control = live.linkControl()) {
      assertThat(talk(live, 5)).isEqualTo(5);
      long loss = control.begin(new Fault.Loss(link, 1.0));
      long delay = control.begin(new Fault.Delay("S1-S2", 5_000_000));
      assertThat(control.active())
          .containsEntry(loss, "loss " + link + " 100%")
          .containsEntry(delay, "delay S1-S2 +5ms");
      assertThat(talk(live, 5)).isZero();
      control.end(loss);
      assertThat(talk(live, 5)).isEqualTo(5);
      control.heal();
      assertThat(control.active()).isEmpty();
      assertThatThrownBy(() -> control.begin(new Fault.Loss("S1-S9", 0.1)))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("S1-S9");
      assertThatThrownBy(() -> control.begin(new Fault.Crash("S1")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("strikes no link");
    }
  }

  @Test
  void theSwitchSeesALinkGoDownAndComeUp() {
    LiveFabric live = scratch.up("wan-three", UpOptions.defaults());
    Link link = link(live, "S1", "S2");
    String port = live.names().port("S1", 2);
    try (LinkControl control = live.linkControl()) {
      assertThat(awaitState(live, port, "up")).isEqualTo("up");
      long down = control.begin(new Fault.LinkDown(link.name()));
      assertThat(awaitState(live, port, "down")).isEqualTo("down");
      assertThat(lane(control, "S1", "S2").carrier()).isFalse();
      control.end(down);
      assertThat(awaitState(live, port, "up")).isEqualTo("up");
      assertThat(lane(control, "S1", "S2").carrier()).isTrue();
    }
  }

  @Test
  void nonsenseIsAnsweredAndTheConnectionGoesOn() throws IOException {
    LiveFabric live = scratch.up("wan-three", UpOptions.defaults());
    Path socket = live.runDirectory().resolve("links.sock");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      assertThat(ask(channel, "nonsense")).contains("\"ok\":false", "not JSON");
      assertThat(ask(channel, "[".repeat(5_000))).contains("\"ok\":false");
      assertThat(ask(channel, "{\"do\":\"dance\"}")).contains("cannot \\\"dance\\\"");
      assertThat(ask(channel, "{\"do\":\"begin\",\"fault\":\"faults: [\"}"))
          .contains("\"ok\":false");
      assertThat(ask(channel, "{\"do\":\"end\",\"number\":\"x\"}"))
          .contains("must be a whole number");
      assertThat(ask(channel, "{\"do\":\"active\"}")).contains("\"ok\":true");
    }
  }

  private static String ask(SocketChannel channel, String request) throws IOException {
    channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
    StringBuilder answer = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (answer.indexOf("\n") < 0 && channel.read(one.clear()) > 0) {
      answer.append((char) one.get(0));
    }
    return answer.toString();
  }

  /** How many of so many datagrams from h1 reach h2. */
  private static int talk(LiveFabric live, int count) throws IOException {
    Host other =
        live.fabric().hosts().stream()
            .filter(each -> each.name().equals("h2"))
            .findFirst()
            .orElseThrow();
    InetAddress address = InetAddress.getByName(Ipv4Address.format(other.ipv4()));
    try (DatagramSocket receiver = socketIn(live.names().hostNamespace("h2"), 7000);
        DatagramSocket sender = socketIn(live.names().hostNamespace("h1"), 0)) {
      receiver.setSoTimeout(500);
      int got = 0;
      for (int i = 0; i < count; i++) {
        sender.send(new DatagramPacket(new byte[] {(byte) i}, 1, address, 7000));
        try {
          receiver.receive(new DatagramPacket(new byte[8], 8));
          got++;
        } catch (SocketTimeoutException e) {
          // It was lost.
        }
      }
      return got;
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

  private String awaitState(LiveFabric live, String port, String wanted) {
    String state = "";
    for (int i = 0; i < 100 && !state.equals(wanted); i++) {
      state =
          scratch
              .run(
                  "ovs-vsctl",
                  "--db=unix:" + live.databaseSocket(),
                  "get",
                  "interface",
                  port,
                  "link_state")
              .strip();
    }
    return state;
  }

  private static LaneFigures lane(LinkControl control, String from, String to) {
    return control.figures().stream()
        .filter(each -> each.from().equals(from) && each.to().equals(to))
        .findFirst()
        .orElseThrow();
  }

  private static Link link(LiveFabric live, String one, String other) {
    return live.fabric().links().stream()
        .filter(each -> List.of(each.a(), each.b()).containsAll(List.of(one, other)))
        .findFirst()
        .orElseThrow();
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
}
