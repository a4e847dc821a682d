package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What stands in a run directory beside the state file. */
final class RunFiles {

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path directory;

  RunFiles(Path directory) {
    this.directory = directory;
  }

  /** Makes the directories, and writes the description, also as its author wrote it. */
  void write(Fabric fabric, Path fabricFile) {
    try {
      Files.createDirectories(directory.resolve(LiveFabric.OVS));
      Files.createDirectories(directory.resolve(LiveFabric.LOGS));
      RunUser.settle(directory);
      Files.writeString(directory.resolve(LiveFabric.DESCRIPTION), FabricFile.write(fabric));
      if (Files.isRegularFile(fabricFile)) {
        Files.copy(fabricFile, directory.resolve("fabric-as-written.yaml"));
      }
    } catch (IOException e) {
      throw new TopologyException("cannot write into " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Where the link process answers. */
  Path linkSocket() {
    return directory.resolve("links.sock");
  }

  /** Waits until the link process answers; it starts while the switches do. */
  void awaitLinks(RunningProcess links, Launcher launcher) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (!Files.exists(linkSocket())) {
      if (!links.isAlive() || System.nanoTime() > deadline) {
        String said = launcher.firstWords(links.name());
        throw new TopologyException(
            "the link process does not start: " + (said.isEmpty() ? "it says nothing" : said));
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /** The last thing that the switch complained of; empty if nothing. */
  String complaint() {
    Path log = directory.resolve(LiveFabric.LOGS).resolve(SwitchDaemons.SWITCH + ".log");
    try {
      return Files.exists(log)
          ? Files.readAllLines(log).stream()
              .filter(each -> each.contains("|ERR|") || each.contains("|EMER|"))
              .reduce("", (_, last) -> last)
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
