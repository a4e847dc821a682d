package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the processes of a run, each with a log called like it in the run's directory. */
final class Launcher {

  private final Shell shell;
  private final Path directory;

  /**
   * @param directory of the run
   */
  Launcher(Shell shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  /** Where what a process says goes. */
  Path log(String name) {
    return directory.resolve(LiveFabric.LOGS).resolve(name + ".log");
  }

  /**
   * Starts a process; its output goes to its log, behind what an earlier one has said.
   *
   * @param namespace file of the network namespace that it runs in
   */
  Process start(String name, Path namespace, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "--"));
    whole.addAll(command);
    try {
      return shell
          .builder(whole)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
          .start();
    } catch (IOException e) {
      throw new TopologyException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** The first line that a process has said; empty if it has said nothing. */
  String firstWords(String name) {
    try {
      return Files.readAllLines(log(name)).stream()
          .filter(each -> !each.isBlank())
          .findFirst()
          .orElse("");
    } catch (IOException none) {
      return "";
    }
  }
}
