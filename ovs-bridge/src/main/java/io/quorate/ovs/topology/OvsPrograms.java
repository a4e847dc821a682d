package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of an Open vSwitch that somebody else runs. */
final class OvsPrograms {

  private static final String VERSION = "OpenFlow13";

  private final Shell shell;
  private final Path directory;

  /**
   * @param directory run directory of the Open vSwitch
   */
  OvsPrograms(Shell shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  /** True if its database can be asked. */
  boolean answers() {
    return Files.exists(database())
        && shell
                .attempt("", "ovs-vsctl", "--db=unix:" + database(), "--timeout=3", "list-br")
                .exit()
            == 0;
  }

  private Path database() {
    return directory.resolve("db.sock");
  }

  /**
   * The network namespace in which the switch process has its ports.
   *
   * @throws TopologyException if it does not run
   */
  Path namespace() {
    Path file = directory.resolve("ovs-vswitchd.pid");
    try {
      Path namespace = Path.of("/proc", Files.readString(file).strip(), "ns/net");
      if (Files.exists(namespace)) {
        return namespace;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new TopologyException(
        "no ovs-vswitchd runs in " + directory + "; start Mininet, or name another --ovs-rundir");
  }

  /** Runs ovs-vsctl. */
  String vsctl(String... arguments) {
    if (!Files.exists(database())) {
      throw new TopologyException(
          "no database of Open vSwitch answers in "
              + directory
              + "; start Mininet, or name another --ovs-rundir");
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ovs-vsctl", "--db=unix:" + database(), "--timeout=20"));
    command.addAll(List.of(arguments));
    return shell.run(command.toArray(String[]::new));
  }

  /** Unix socket on which a bridge takes OpenFlow connections. */
  Path socket(String bridge) {
    return directory.resolve(bridge + ".mgmt");
  }

  /** Runs ovs-ofctl on a bridge. */
  String ofctl(String verb, String bridge, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ovs-ofctl", "-O", VERSION, verb, "unix:" + socket(bridge)));
    command.addAll(List.of(arguments));
    return shell.run(command.toArray(String[]::new));
  }
}
