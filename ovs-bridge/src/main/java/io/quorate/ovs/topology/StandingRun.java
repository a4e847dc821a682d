package io.quorate.ovs.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the state file of a fabric says, for whoever looks at all of them.
 *
 * @param directory its run directory
 * @param ready false while it is being built, and for ever if whoever built it was killed
 * @param busy true while some process builds it or takes it away
 * @param namespaces its network namespaces
 * @param ended processes that it should have and that have ended
 */
public record StandingRun(
    Path directory,
    boolean ready,
    boolean busy,
    List<String> namespaces,
    List<RunningProcess> ended) {

  public StandingRun {
    namespaces = List.copyOf(namespaces);
    ended = List.copyOf(ended);
  }

  /** All fabrics under a root that have a state file, and directories that lack one. */
  public static List<StandingRun> all(Path root) {
    List<StandingRun> runs = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> directories = Files.list(root)) {
        directories.filter(Files::isDirectory).sorted().map(StandingRun::of).forEach(runs::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return runs;
  }

  private static StandingRun of(Path directory) {
    Optional<FileLocks.Held> lock = FileLocks.attempt(FileLocks.nameOfRun(directory));
    lock.ifPresent(FileLocks.Held::remove);
    lock.ifPresent(FileLocks.Held::close);
    if (!RunState.exists(directory)) {
      return new StandingRun(directory, false, lock.isEmpty(), List.of(), List.of());
    }
    RunState state = RunState.read(directory);
    return new StandingRun(
        directory,
        state.ready(),
        lock.isEmpty(),
        state.namespaces(),
        state.processes().stream().filter(each -> !each.isAlive()).toList());
  }

  /**
   * Namespaces that look like a fabric's and whose fabric has no state file: left by a run that was
   * killed, or whose files were removed.
   *
   * @return each with the run directory that it names, which may be empty
   */
  public static List<Orphan> orphans(Shell shell) {
    List<Orphan> orphans = new ArrayList<>();
    for (String name : Namespaces.all()) {
      if (name.startsWith(Namespaces.PREFIX)) {
        String owner = Namespaces.owner(shell, name);
        if (owner.isEmpty() || !RunState.exists(Path.of(owner))) {
          orphans.add(new Orphan(name, owner));
        }
      }
    }
    return orphans;
  }

  /**
   * A namespace without a fabric.
   *
   * @param owner the run directory that it names; empty if it names none
   */
  public record Orphan(String namespace, String owner) {}

  /** The file of a namespace of some name. */
  public static Path namespaceFile(String name) {
    return Namespaces.path(name);
  }
}
