package io.quorate.ovs.live;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.run.Scenario;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.UpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A live fabric of a test, gone with everything when the test is over. */
final class StandingFabric implements AutoCloseable {

  static final Path SHIPPED = Path.of(System.getProperty("quorate.root", ".."), "fabrics");

  static final long SEED = 11;

  final LiveFabric live;
  final Squad squad;
  private final Path root;
  private int runs;

  StandingFabric(String file, LinkMode links) throws IOException {
    this(file, links, null);
  }

  StandingFabric(String file, LinkMode links, @Nullable Path key) throws IOException {
    this(file, links, key, null);
  }

  StandingFabric(String file, LinkMode links, @Nullable Path key, @Nullable String serverCommand)
      throws IOException {
    this(file, links, processes(key), live -> {}, serverCommand);
  }

  /** Something may be done to the fabric before its processes start. */
  StandingFabric(
      String file, LinkMode links, SwitchProcess.Options processes, Consumer<LiveFabric> before)
      throws IOException {
    this(file, links, processes, before, null);
  }

  private static SwitchProcess.Options processes(@Nullable Path key) {
    return new SwitchProcess.Options(PortKind.FFM, SEED, true, key);
  }

  private StandingFabric(
      String file,
      LinkMode links,
      SwitchProcess.Options processes,
      Consumer<LiveFabric> before,
      @Nullable String serverCommand)
      throws IOException {
    root = Files.createTempDirectory(Path.of("/tmp"), "ql");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path description = SHIPPED.resolve(file);
    Fabric fabric = FabricFile.read(description);
    live =
        LiveFabric.up(
            fabric,
            description,
            UpOptions.defaults().withRoot(root).withLinks(links).withSeed(SEED));
    squad = new Squad(live, processes);
    try {
      before.accept(live);
      squad.start(serverCommand);
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Runs a workload while these faults befall it. */
  LiveResult run(Duration duration, FaultSchedule faults, String workload) throws IOException {
    Scenario scenario =
        new Scenario(
            live.fabric(), Workload.parse(workload), faults, SEED + runs, duration.toNanos());
    return LiveRun.execute(
        live, squad, scenario, nextDirectory(), Budget.of(Duration.ofSeconds(60)), line -> {});
  }

  private Path nextDirectory() throws IOException {
    runs++;
    return Files.createDirectory(root.resolve("run-" + runs));
  }

  /** What the last run's clients drew from. */
  long lastSeed() {
    return SEED + runs - 1;
  }

  /** Where the last run was recorded. */
  Path lastRun() {
    return root.resolve("run-" + runs);
  }

  @Override
  public void close() throws IOException {
    live.down();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
