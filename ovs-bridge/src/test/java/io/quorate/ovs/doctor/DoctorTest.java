package io.quorate.ovs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ovs.Live;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.Programs;
import io.quorate.ovs.topology.Scratch;
import io.quorate.ovs.topology.UpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Live(
    openVSwitch = true,
    programs = {"ethtool", "nsenter", "ss", "unshare", "setpriv"})
final class DoctorTest {

  private static final UpOptions DIRECT = UpOptions.defaults().withLinks(LinkMode.DIRECT);

  private final Scratch scratch = new Scratch();

  @AfterEach
  void leaveNothing() {
    scratch.close();
  }

  private List<Finding> examine() {
    return Doctor.examine(
        new Doctor.Subject(scratch.root(), Programs.ofThisProcess(), Path.of("/nonexistent")));
  }

  /** Findings of a kind that are about this test's own fabrics. */
  private List<Finding> found(String kind) {
    return examine().stream().filter(each -> each.kind().equals(kind)).filter(this::ours).toList();
  }

  /** Other tests may have fabrics of their own on this machine. */
  private boolean ours(Finding each) {
    if (each.where().startsWith("mininet:")) {
      return false;
    }
    return !each.kind().equals("leftover")
        || (each.where() + each.what()).contains(scratch.root().toString());
  }

  private void mend(Finding finding) {
    scratch.run("sh", "-c", finding.mend());
  }

  @Test
  void aSoundFabricHasNoFindings() {
    LiveFabric live = scratch.up("wan-three", UpOptions.defaults());

    assertThat(examine())
        .filteredOn(each -> each.severity() != Finding.Severity.NOTE)
        .filteredOn(each -> !each.kind().equals("mininet-python"))
        .filteredOn(this::ours)
        .isEmpty();
    live.down();
  }

  @Test
  void checksumOffload() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    String host = live.names().hostNamespace("h2");
    scratch.runIn(host, "ethtool", "-K", "eth0", "tx", "on");

    List<Finding> findings = found("checksum-offload");

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo(host + " eth0");
    mend(findings.getFirst());
    assertThat(found("checksum-offload")).isEmpty();
  }

  @Test
  void unequalMtu() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    String host = live.names().hostNamespace("h2");
    scratch.runIn(host, "ip", "link", "set", "eth0", "mtu", "1300");

    List<Finding> findings = found("mtu-unequal");

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().what()).contains("1402").contains("1300");
    mend(findings.getFirst());
    assertThat(found("mtu-unequal")).isEmpty();
  }

  @Test
  void shadowedFlow() {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    flow(live, "add-flow", "priority=50,dl_type=0x7a01,actions=output:100");
    flow(live, "add-flow", "actions=NORMAL");

    List<Finding> findings = found("shadowed-flow");

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().where()).isEqualTo("switch S1");
    assertThat(findings.getFirst().mend()).contains("below 50").contains("32768");
    flow(live, "del-flows", "");
    flow(live, "add-flow", "priority=50,dl_type=0x7a01,actions=output:100");
    flow(live, "add-flow", "priority=40,actions=NORMAL");
    assertThat(found("shadowed-flow")).isEmpty();
  }

  private void flow(LiveFabric live, String verb, String flow) {
    String socket = "unix:" + live.openFlowSocket("S1");
    if (flow.isEmpty()) {
      scratch.run("ovs-ofctl", "-O", "OpenFlow13", verb, socket);
    } else {
      scratch.run("ovs-ofctl", "-O", "OpenFlow13", verb, socket, flow);
    }
  }

  @Test
  void smallSocketBuffers() {
    LiveFabric small = scratch.up("wan-three", DIRECT.withSocketBufferBytes(0));
    assertThat(found("socket-buffers")).hasSize(1);
    small.down();

    scratch.up("wan-three", DIRECT);
    assertThat(found("socket-buffers")).isEmpty();
  }

  @Test
  void aDaemonThatHasEnded() throws InterruptedException {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    live.processes().stream()
        .filter(each -> each.name().equals("ovs-vswitchd"))
        .forEach(each -> scratch.run("kill", "-9", Long.toString(each.pid())));
    while (live.processes().size() > 1) {
      Thread.sleep(5);
    }

    List<Finding> findings = found("process-ended");

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().what()).contains("ovs-vswitchd");
    live.startSwitchDaemon();
    assertThat(found("process-ended")).isEmpty();
  }

  @Test
  void leftovers() throws IOException {
    LiveFabric live = scratch.up("wan-three", DIRECT);
    assertThat(found("leftover")).isEmpty();
    Files.delete(live.runDirectory().resolve("state.json"));

    List<Finding> findings = found("leftover");

    // The directory, and its namespaces.
    assertThat(findings).hasSize(1 + live.names().namespaces().size() - 1);
    assertThat(findings.getFirst().mend()).contains("quorate live down wan-three");
    LiveFabric.down(live.runDirectory());
    assertThat(found("leftover")).isEmpty();
  }

  @Test
  void missingPrograms(@TempDir Path directory) throws IOException {
    for (String each : List.of("ip", "nsenter", "ethtool", "ovs-vsctl", "ovs-ofctl")) {
      Files.createSymbolicLink(directory.resolve(each), Programs.ofThisProcess().demand(each));
    }
    Programs few = new Programs(directory.toString());
    Doctor.Subject subject = new Doctor.Subject(scratch.root(), few, Path.of("/nonexistent"));

    assertThat(Doctor.examine(subject))
        .filteredOn(each -> each.kind().equals("program-missing"))
        .extracting(Finding::where)
        .containsExactlyInAnyOrder("ovsdb-tool", "ovsdb-server", "ovs-vswitchd");
    for (String each : List.of("ovsdb-tool", "ovsdb-server", "ovs-vswitchd")) {
      Files.createSymbolicLink(directory.resolve(each), Programs.ofThisProcess().demand(each));
    }
    assertThat(Doctor.examine(subject)).extracting(Finding::kind).doesNotContain("program-missing");
  }

  @Test
  void mininetUnderAnotherPython(@TempDir Path directory) throws IOException {
    script(directory.resolve("mn"), "exit 0");
    script(directory.resolve("python3"), "exit 1");
    Doctor.Subject subject =
        new Doctor.Subject(
            scratch.root(),
            new Programs(directory + ":" + Programs.ofThisProcess().path()),
            Path.of("/nonexistent"));

    assertThat(Doctor.examine(subject))
        .filteredOn(each -> each.kind().equals("mininet-python"))
        .extracting(Finding::where)
        .containsExactly(directory.resolve("python3").toString());
    script(directory.resolve("python3"), "exit 0");
    assertThat(Doctor.examine(subject)).extracting(Finding::kind).doesNotContain("mininet-python");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void noTun() throws IOException, InterruptedException {
    assertThat(
            Examination.under(
                "unshare", "-m", "sh", "-c", "mount -t tmpfs none /dev/net && exec \"$@\"", "sh"))
        .contains("tun-missing");
    assertThat(Examination.under("env")).doesNotContain("tun-missing");
  }

  @Test
  void noCapabilities() throws IOException, InterruptedException {
    assertThat(Examination.under("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw"))
        .contains("capabilities");
    assertThat(Examination.under("env")).doesNotContain("capabilities");
  }

  @Test
  void noNativeAccess() throws IOException, InterruptedException {
    assertThat(Examination.run(List.of("env"), List.of())).contains("native-access");
    assertThat(Examination.under("env")).doesNotContain("native-access");
  }

  @Test
  void anotherNetworkNamespace() throws IOException, InterruptedException {
    assertThat(Examination.under("unshare", "-n")).contains("socket-buffers");
    assertThat(Examination.under("env")).doesNotContain("socket-buffers");
  }

  @Test
  void notesSayWhatTheKernelLacks() {
    boolean datapath = Files.exists(Path.of("/sys/module/openvswitch"));
    assertThat(found("kernel-datapath")).hasSize(datapath ? 0 : 1);
    scratch.run(
        "sh", "-c", "unshare -n tc qdisc add dev lo root netem delay 1ms || touch " + none());
    assertThat(found("netem")).hasSize(none().toFile().delete() ? 1 : 0);
    assertThat(examine()).isSortedAccordingTo((a, b) -> a.severity().compareTo(b.severity()));
  }

  private Path none() {
    return scratch.root().resolve("no-netem");
  }
}
