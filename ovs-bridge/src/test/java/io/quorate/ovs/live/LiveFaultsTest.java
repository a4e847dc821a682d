package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Switch;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.ovs.Live;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchFlow;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.store.LogDamage;
import io.quorate.ovs.store.LogOptions;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults done for real, by the same files as in the simulator. */
@Live(
    openVSwitch = true,
    programs = {"mount", "umount"})
final class LiveFaultsTest {

  private static final long MS = 1_000_000;
  private static final String DURABLE = "wan-three-kv.yaml";
  private static final Path FAULTS = Path.of(System.getProperty("quorate.root", ".."), "faults");

  @Test
  void everyKindOfFaultIsDoneInOneRunAndNothingThatWasAnsweredIsLost() throws IOException {
    try (StandingFabric standing = new StandingFabric(DURABLE, LinkMode.EMULATED)) {
      FaultSchedule faults =
          FaultFile.read(FAULTS.resolve("everything-live.yaml"), standing.live.fabric());

      LiveResult result = standing.run(Duration.ofSeconds(24), faults, "kv");

      LiveRunTest.assertFine(result);
      assertThat(result.figures())
          .containsEntry("faults", Integer.toString(faults.faults().size()));
      assertThat(Files.readString(log(standing, "S3"))).contains("node 3 takes no part: the log");
      assertThat(Files.readString(log(standing, "S2"))).contains("there is room again: node 2");
      Path run = standing.lastRun();
      assertThat(ReplayedRun.of(run.resolve("fabric.yaml"), run.resolve("inputs")))
          .isEqualTo(result.replayed());
    }
  }

  private static Path log(StandingFabric standing, String switchName) {
    return standing
        .live
        .runDirectory()
        .resolve(LiveFabric.LOGS)
        .resolve(Squad.processName(switchName) + ".log");
  }

  // ---------------------------------------------------------------- data plane

  @Test
  void flowsAreEqualToBeforeWhenTheDataPlaneWasKilledUnderLoad() throws IOException {
    LiveResult result = afterTheDataPlaneWasKilled("wan-three-kv.yaml");

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void hostsThatAreNotGivenUpWhenTheDataPlaneWasKilledGoOnAsBefore() throws IOException {
    LiveResult result = afterTheDataPlaneWasKilled("wan-three.yaml");

    assertThat(result.hosts().differences()).isEmpty();
    assertThat(result.hosts().hosts()).hasSize(9);
    if (result.hosts().givenUp().size() < 9) {
      assertThat(result.problems()).as("one host is enough to answer").isEmpty();
    }
  }

  /** What came of a run in which it was killed twice; flows are as before. */
  private static LiveResult afterTheDataPlaneWasKilled(String fabric) throws IOException {
    try (StandingFabric standing = new StandingFabric(fabric, LinkMode.EMULATED)) {
      handOver(standing, "S1");
      Map<String, Set<SwitchFlow>> before = settledFlows(standing.live);
      long pid = daemon(standing.live);

      LiveResult result =
          standing.run(
              Duration.ofSeconds(4),
              FaultSchedule.inOrder(
                  List.of(
                      new TimedFault(1_000 * MS, 100 * MS, new Fault.DataPlaneDown()),
                      new TimedFault(2_500 * MS, 100 * MS, new Fault.DataPlaneDown()))),
              "kv");

      assertThat(result.replayed().isFine()).isTrue();
      assertThat(daemon(standing.live)).isNotEqualTo(pid);
      handOver(standing, "S1");
      Squad.await("flows are other than before", () -> flows(standing.live).equals(before));
      assertThat(before).allSatisfy((name, flows) -> assertThat(flows).hasSizeGreaterThan(10));
      return result;
    }
  }

  private static long daemon(LiveFabric live) {
    return live.processes().stream()
        .filter(each -> each.name().equals("ovs-vswitchd"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  /** Flows are kept by threads of their own, and are right some time after a leader leads. */
  private static Map<String, Set<SwitchFlow>> settledFlows(LiveFabric live) {
    Map<String, Set<SwitchFlow>> last = Map.of();
    for (Map<String, Set<SwitchFlow>> now = flows(live); !now.equals(last); now = flows(live)) {
      last = now;
      sleep(1_200);
    }
    return last;
  }

  /** By switch, what its flows are, without what they have counted. */
  private static Map<String, Set<SwitchFlow>> flows(LiveFabric live) {
    Map<String, Set<SwitchFlow>> all = new TreeMap<>();
    for (Switch each : live.fabric().switches()) {
      try (OpenFlowSwitch asked =
          OpenFlowSwitch.connect(
              UnixDomainSocketAddress.of(live.openFlowSocket(each.name())),
              List.of(OpenFlowVersion.V13),
              Duration.ofSeconds(5))) {
        all.put(each.name(), new HashSet<>(asked.readFlows()));
      }
    }
    return all;
  }

  private static void handOver(StandingFabric standing, String to) {
    Squad.await(
        to + " does not take over",
        () -> {
          for (Switch each : standing.live.fabric().switches()) {
            standing.squad.tell(each.name(), Map.of("do", "hand-over", "to", to));
          }
          sleep(200);
          return leads(standing, to);
        });
  }

  private static boolean leads(StandingFabric standing, String switchName) {
    return seat(standing, switchName).flag("leads");
  }

  private static Fields seat(StandingFabric standing, String switchName) {
    return standing.squad.status(switchName).objects("seats").getFirst();
  }

  // ---------------------------------------------------------------- controller

  @Test
  void whoCannotReachItsSwitchGoesOnAndItsFlowsFollowWhenItCan() throws IOException {
    try (StandingFabric standing = new StandingFabric(DURABLE, LinkMode.DIRECT)) {
      handOver(standing, "S1");
      LiveResult result =
          standing.run(
              Duration.ofSeconds(4),
              FaultSchedule.inOrder(
                  List.of(
                      new TimedFault(500 * MS, 2_000 * MS, new Fault.ControllerCut("S2")),
                      new TimedFault(1_000 * MS, 0, new Fault.FlowWipe("S2")),
                      new TimedFault(1_500 * MS, 0, new Fault.HandOver("S3")))),
              "kv");

      LiveRunTest.assertFine(result);
      assertThat(Files.readString(log(standing, "S2")))
          .contains("flows: the switch is not connected")
          .contains("flows are kept again");
    }
  }

  // ---------------------------------------------------------------- logs

  @Test
  void aMemberWhoseLogWasTruncatedSaysSoAndIsSilentUntilItIsPutBack() throws IOException {
    try (StandingFabric standing = new StandingFabric(DURABLE, LinkMode.DIRECT)) {
      SwitchFiles files = new SwitchFiles(standing.live.runDirectory(), "S2");
      Path kept = files.keptLog(0);
      LogDamage damage = new LogDamage(files.log(0), new Random(3));

      standing.squad.kill("S2");
      damage.lose(kept);
      standing.squad.startSwitch("S2");

      Squad.await("S2 does not say so", () -> !refused(standing, "S2").isEmpty());
      assertThat(refused(standing, "S2")).contains("was durable up to byte");
      assertThat(seat(standing, "S2").number("trusts")).isZero();

      standing.squad.kill("S2");
      truncate(files.log(0));
      standing.squad.startSwitch("S2");
      Squad.await("S2 does not say so", () -> refused(standing, "S2").contains("instead of"));

      standing.squad.kill("S2");
      damage.putBack(kept);
      standing.squad.startSwitch("S2");
      Squad.await("S2 does not start", () -> isWell(standing, "S2"));
      LiveRunTest.assertFine(standing.run(Duration.ofSeconds(1), FaultSchedule.NONE, "kv"));
    }
  }

  private static boolean isWell(StandingFabric standing, String switchName) {
    try {
      return refused(standing, switchName).isEmpty()
          && seat(standing, switchName).number("trusts") > 0;
    } catch (TopologyException notYet) {
      return false;
    }
  }

  private static String refused(StandingFabric standing, String switchName) {
    try {
      return seat(standing, switchName).text("refused");
    } catch (TopologyException notYet) {
      return "";
    }
  }

  private static void truncate(Path log) throws IOException {
    try (var files = Files.list(log);
        FileChannel segment =
            FileChannel.open(
                files.filter(each -> each.toString().endsWith(".seg")).findFirst().orElseThrow(),
                StandardOpenOption.WRITE)) {
      segment.truncate(10_000);
    }
  }

  // ---------------------------------------------------------------- disks

  /** A real file system, of a few MiB, that somebody else fills. */
  @Test
  void aMemberWithoutRoomOnItsDiskIsSilentAndStartsByItselfWhenThereIs(@TempDir Path disk)
      throws IOException {
    SwitchProcess.Options small =
        new SwitchProcess.Options(
            PortKind.FFM, StandingFabric.SEED, true, null, new LogOptions(1 << 16, 1 << 28));
    run("mount", "-t", "tmpfs", "-o", "size=3m,mode=0777", "tmpfs", disk.toString());
    try (StandingFabric standing =
        new StandingFabric(
            DURABLE,
            LinkMode.DIRECT,
            small,
            live -> link(new SwitchFiles(live.runDirectory(), "S3").log(0), disk))) {
      AtomicBoolean fills = new AtomicBoolean(true);
      CompletableFuture<Boolean> wasFull =
          CompletableFuture.supplyAsync(() -> fillUntilSilent(standing, disk, fills));
      LiveResult result =
          standing.run(
              Duration.ofSeconds(20), FaultSchedule.NONE, "kv:clients=20,reads=0,think=0ms");
      fills.set(false);

      assertThat(wasFull.join()).as("S3 found no room").isTrue();
      LiveRunTest.assertFine(result);
      assertThat(Files.readString(log(standing, "S3")))
          .contains("there is no room for the log of node 3")
          .contains("there is room again: node 3 starts");
      assertThat(seat(standing, "S3").flag("disk-full")).isFalse();
    } finally {
      run("umount", disk.toString());
    }
  }

  /** There is room for one file of the log, and not for two. */
  private static void link(Path log, Path disk) {
    try {
      Files.createDirectories(log.getParent());
      Path own = Files.createDirectory(disk.resolve("log"));
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.createSymbolicLink(log, own);
      Files.write(disk.resolve("ballast"), new byte[(3 << 20) - (1 << 17)]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s", List.of(command)).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes all room, also what becomes free, until the member says so; then gives it back. */
  private static boolean fillUntilSilent(StandingFabric standing, Path disk, AtomicBoolean goesOn) {
    Path ballast = disk.resolve("ballast");
    boolean full = false;
    for (int round = 0; goesOn.get() && !full; round++) {
      try (OutputStream more =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        byte[] page = new byte[4096];
        for (int i = 0; i < 1_000; i++) {
          more.write(page);
        }
      } catch (IOException noRoom) {
        sleep(1);
      }
      full = round % 50 == 0 && seat(standing, "S3").flag("disk-full");
    }
    sleep(500);
    try {
      Files.delete(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return full;
  }

  // ---------------------------------------------------------------- privileges

  @Test
  void switchesProcessesKeepNoPrivilegeAndNeedNone() throws IOException {
    try (StandingFabric standing = new StandingFabric(DURABLE, LinkMode.DIRECT)) {
      for (Switch each : standing.live.fabric().switches()) {
        assertHoldsNothing(standing.squad.process(each.name()).pid());
      }
      LiveResult result =
          standing.run(
              Duration.ofSeconds(3),
              FaultSchedule.inOrder(
                  List.of(
                      new TimedFault(500 * MS, 200 * MS, new Fault.DataPlaneDown()),
                      new TimedFault(1_500 * MS, 500 * MS, new Fault.DiskFull("S2")))),
              "kv");

      LiveRunTest.assertFine(result);
      assertThat(seat(standing, "S2").text("refused")).isEmpty();
    }
  }

  private static void assertHoldsNothing(long pid) throws IOException {
    try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        assertThat(Files.readAllLines(thread.resolve("status")))
            .as("%s", thread)
            .noneMatch(line -> line.matches("Uid:.*\\b0\\b.*"))
            .contains("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "NoNewPrivs:\t1");
      }
    }
  }

  private static void sleep(long ms) {
    try {
      TimeUnit.MILLISECONDS.sleep(ms);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
