package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes a live fabric away, however far it was built and whoever was killed meanwhile: what the
 * state file names, namespaces that say that they are this fabric's, processes that carry its mark
 * or are in one of its namespaces. Stopped half-way it may be done again.
 */
final class Demolition {

  /** Processes may start others while they are being ended. */
  private static final int ROUNDS_MAX = 10;

  private final Path directory;
  private final Shell shell;

  Demolition(Path directory) {
    this.directory = directory;
    this.shell = new Shell(directory);
  }

  /** Returns true if there was anything. */
  boolean run() {
    List<String> namespaces = namespaces();
    boolean any = Files.exists(directory) || !namespaces.isEmpty();
    any |= endProcesses(namespaces);
    // Whoever was about to make a namespace has been ended: what there is now is all.
    List<String> rest = namespaces();
    rest.forEach(each -> Namespaces.delete(shell, each));
    SocketBuffers.mend();
    removeFiles(directory, RunState.FILE);
    return any || !rest.isEmpty();
  }

  private List<String> namespaces() {
    Set<String> names = new LinkedHashSet<>();
    if (RunState.exists(directory)) {
      RunState.read(directory).namespaces().stream().filter(Namespaces::exists).forEach(names::add);
    }
    names.addAll(Namespaces.ownedBy(shell, directory));
    return List.copyOf(names);
  }

  private boolean endProcesses(List<String> namespaces) {
    boolean any = false;
    if (RunState.exists(directory)) {
      List<RunningProcess> processes = new ArrayList<>(RunState.read(directory).processes());
      for (RunningProcess each : processes.reversed()) {
        any |= each.isAlive();
        SwitchDaemons.end(each, true);
      }
    }
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<RunningProcess> found = RunningProcess.allOf(directory, Namespaces.numbers(namespaces));
      if (found.isEmpty()) {
        return any;
      }
      any = true;
      found.forEach(each -> SwitchDaemons.end(each, false));
    }
    throw new TopologyException("processes of " + directory + " come faster than they are ended");
  }

  /** The state file goes last but for the directories. */
  static void removeFiles(Path directory, String stateFile) {
    if (!Files.exists(directory)) {
      return;
    }
    Path state = directory.resolve(stateFile);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(state) && !each.equals(directory)) {
          Files.delete(each);
        }
      }
      Files.deleteIfExists(state);
      Files.delete(directory);
      Path root = directory.getParent();
      if (root != null && root.equals(Path.of("/run/quorate")) && isEmpty(root)) {
        Files.delete(root);
      }
    } catch (IOException e) {
      throw new TopologyException("cannot remove " + directory + ": " + e.getMessage(), e);
    }
  }

  private static boolean isEmpty(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.findAny().isEmpty();
    }
  }
}
