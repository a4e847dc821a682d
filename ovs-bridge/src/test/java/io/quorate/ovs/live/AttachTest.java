package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.AttachOptions;
import io.quorate.ovs.topology.TopologyException;
import io.quorate.paxos.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas beside an unmodified Mininet: at work, gone, and gone after they were killed. */
@Live(
    openVSwitch = true,
    programs = {"mn", "ethtool", "nsenter", "ping"})
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AttachTest {

  private static final List<String> SWITCHES = List.of("s1", "s2", "s3");
  private static final List<String> HOSTS = List.of("h1", "h2", "h3");

  private final RunningMininet mininet =
      RunningMininet.start(
          "--switch", "ovs,datapath=user,failMode=standalone", "--topo", "linear,3");

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() {
    try (mininet) {
      started.forEach(each -> each.destroyForcibly().onExit().join());
      Attachment.clean(directory());
    }
  }

  private Path directory() {
    return mininet.root().resolve("attached");
  }

  private AttachOptions options(List<String> switches, Durability durability) {
    return new AttachOptions(
        directory(),
        mininet.ovsDirectory(),
        switches,
        List.of(),
        "s1",
        List.of(),
        List.of(),
        "10.0.0.100",
        7000,
        durability);
  }

  /** Runs an attachment until its input ends; the test that kills it starts this. */
  public static void main(String[] args) throws IOException {
    AttachOptions options =
        new AttachOptions(
            Path.of(args[0]),
            Path.of(args[1]),
            SWITCHES,
            List.of(),
            "s2",
            List.of("h3"),
            List.of("h1", "h2"),
            "10.0.0.100",
            7000,
            Durability.DURABLE);
    try (Attachment attachment = Attachment.begin(options, processes())) {
      attachment.start(true);
      System.out.println(attachment.status());
      while (System.in.read() >= 0) {
        System.out.println(attachment.status());
      }
    }
  }

  private static SwitchProcess.Options processes() {
    return new SwitchProcess.Options(PortKind.FFM, 1, false);
  }

  /** A request of h1's, as an ordinary program makes it. */
  private String ask(String request) {
    return mininet.type(
        "h1 /usr/bin/python3 -c 'import socket; s=socket.socket(2,2); s.settimeout(20);"
            + " s.sendto(b\""
            + request
            + "\",(\"10.0.0.100\",7000)); print(s.recv(999))'");
  }

  private void pingAll() {
    assertThat(mininet.type("pingall")).contains("0% dropped (6/6 received)");
  }

  @Test
  void theNetworkGoesOnAsBeforeWhileRequestsAreOrdered() throws IOException {
    pingAll();
    String before = mininet.state(SWITCHES, HOSTS);
    try (Attachment attachment =
        Attachment.begin(options(SWITCHES, Durability.VOLATILE), processes())) {
      attachment.start(true);
      assertThat(attachment.mendedHosts()).containsExactly("h1", "h2", "h3");

      assertThat(ask("me 1 put x 5")).contains("me 1 ok");
      pingAll();
      assertThat(ask("me 2 append x 6")).contains("me 2 ok 56");

      // Every service host was sent the same packets, in the same order.
      List<Path> logs = serverLogs();
      assertThat(logs).hasSize(2);
      Squad.await("no host has both requests", () -> logs.stream().allMatch(AttachTest::isWhole));
      assertThat(Files.readAllBytes(logs.getFirst()))
          .isNotEmpty()
          .isEqualTo(Files.readAllBytes(logs.getLast()));
      assertThat(attachment.status()).contains(" leads, ").doesNotContain("no answer");
      assertThat(mininet.run("ovs-ofctl", "dump-flows", "s1", "--no-stats"))
          .contains("priority=0 actions=NORMAL", "cookie=0x5155");
    }

    assertThat(mininet.state(SWITCHES, HOSTS)).isEqualTo(before);
    assertThat(directory()).doesNotExist();
    pingAll();
  }

  /** Each packet's record has eight bytes beside the packet. */
  private static boolean isWhole(Path log) {
    return log.toFile().length() >= "me 1 put x 5".length() + "me 2 append x 6".length() + 2 * 8;
  }

  private List<Path> serverLogs() throws IOException {
    try (var files = Files.list(directory().resolve(Squad.HOSTS))) {
      return files.sorted().toList();
    }
  }

  @Test
  void whatAKilledOneLeavesIsTakenAway() throws IOException, InterruptedException {
    String before = mininet.state(SWITCHES, HOSTS);
    Process attach =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(attach);
    BufferedReader says =
        new BufferedReader(new InputStreamReader(attach.getInputStream(), StandardCharsets.UTF_8));
    assertThat(says.readLine()).contains(" leads, ");
    assertThatThrownBy(() -> Attachment.clean(directory()))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("still runs");
    assertThat(mininet.state(SWITCHES, HOSTS)).isNotEqualTo(before);

    attach.destroyForcibly();
    assertThat(attach.waitFor(10, TimeUnit.SECONDS)).isTrue();
    // Its replicas are processes of their own, and go on.
    pingAll();
    assertThat(mininet.run("ovs-vsctl", "list-ports", "s1")).contains("q-s1");

    assertThat(Attachment.clean(directory())).isTrue();
    assertThat(mininet.state(SWITCHES, HOSTS)).isEqualTo(before);
    assertThat(Attachment.clean(directory())).isFalse();
    pingAll();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(AttachTest.class.getName());
    command.add(directory().toString());
    command.add(mininet.ovsDirectory().toString());
    return command;
  }

  @Test
  void whatIsMissingOrInTheWayIsToldAndNothingIsLeft() {
    String before = mininet.state(SWITCHES, HOSTS);

    refused(options(List.of("s1", "s9"), Durability.VOLATILE), "no bridge s9, only [s1, s2, s3]");
    refused(options(List.of("s1", "s3"), Durability.VOLATILE), "or say durable");
    refused(options(List.of("s1", "s3"), Durability.DURABLE), "s3");
    mininet.run("ovs-ofctl", "add-flow", "s2", "table=241,priority=3,actions=drop");
    refused(options(SWITCHES, Durability.VOLATILE), "s2 has flows in table 241");
    mininet.run("ovs-ofctl", "del-flows", "s2", "table=241");
    mininet.run("ovs-vsctl", "set", "bridge", "s3", "protocols=OpenFlow10");
    refused(options(SWITCHES, Durability.VOLATILE), "s3 speaks");
    mininet.run("ovs-vsctl", "clear", "bridge", "s3", "protocols");

    assertThat(mininet.state(SWITCHES, HOSTS)).isEqualTo(before);
    assertThat(directory()).doesNotExist();
  }

  private static void refused(AttachOptions options, String why) {
    assertThatThrownBy(() -> Attachment.begin(options, processes())).hasMessageContaining(why);
  }
}
