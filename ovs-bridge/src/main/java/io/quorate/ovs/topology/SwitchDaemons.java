package io.quorate.ovs.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A private ovsdb-server and ovs-vswitchd: their database, sockets and process files are in the
 * fabric's run directory, and they see no interfaces but those of the switches' namespace.
 */
final class SwitchDaemons {

  static final String DATABASE = "ovsdb-server";
  static final String SWITCH = "ovs-vswitchd";

  /**
   * For each look at a port the switch takes 32 buffers, as long as the MTU, and gives those back
   * that stay empty; with long ones glibc would return the memory to the kernel each time, and ask
   * for it anew.
   */
  private static final String KEEPS_MEMORY = "MALLOC_TRIM_THRESHOLD_=" + (64 << 20);

  private static final String SCHEMA = "vswitch.ovsschema";
  private static final List<Path> SCHEMA_DIRECTORIES =
      List.of(Path.of("/usr/share/openvswitch"), Path.of("/usr/local/share/openvswitch"));
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Shell shell;
  private final Path directory;
  private final String namespace;

  SwitchDaemons(Shell shell, Path directory, String namespace) {
    this.shell = shell;
    this.directory = directory;
    this.namespace = namespace;
  }

  Path socket() {
    return directory.resolve(LiveFabric.OVS).resolve("db.sock");
  }

  /** Starts the database server on a new database. */
  RunningProcess startDatabase() {
    Path schema =
        SCHEMA_DIRECTORIES.stream()
            .map(each -> each.resolve(SCHEMA))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () -> new TopologyException(SCHEMA + " is missing; install openvswitch-switch"));
    String database = directory.resolve(LiveFabric.OVS).resolve("conf.db").toString();
    shell.run("ovsdb-tool", "create", database, schema.toString());
    start(DATABASE, database, "--remote=punix:" + socket());
    vsctl("--no-wait", "init");
    return process(DATABASE);
  }

  /** Starts the switch; what the database says that there is, it makes. */
  RunningProcess startSwitch() {
    start(SWITCH, "unix:" + socket());
    RunningProcess started = process(SWITCH);
    Urgency.raise(started);
    return started;
  }

  private void start(String program, String... arguments) {
    List<String> command = new ArrayList<>(Shell.in(namespace));
    command.addAll(Shell.URGENT);
    command.addAll(List.of("env", KEEPS_MEMORY, program));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "--pidfile",
            "--detach",
            "--no-chdir",
            "-vconsole:off",
            "-vsyslog:off",
            "--log-file=" + directory.resolve(LiveFabric.LOGS).resolve(program + ".log")));
    shell.run(command.toArray(String[]::new));
  }

  private RunningProcess process(String program) {
    Path file = directory.resolve(LiveFabric.OVS).resolve(program + ".pid");
    try {
      return RunningProcess.of(program, Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      throw new TopologyException(
          program + " did not start; its log is in " + directory.resolve(LiveFabric.LOGS), e);
    }
  }

  /** Runs ovs-vsctl; without {@code --no-wait} it returns once the switch has done it. */
  String vsctl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("ovs-vsctl");
    command.add("--db=unix:" + socket());
    command.add("--timeout=30");
    command.addAll(List.of(arguments));
    return shell.run(command.toArray(String[]::new));
  }

  /**
   * Waits until the switch has credited its flows with all frames that it has passed on: it does so
   * in rounds, some times a second, and the round that goes on now may have begun before the last
   * frame.
   */
  void awaitCounters() {
    for (int round = 0; round < 2; round++) {
      shell.run("ovs-appctl", "--timeout=10", "-t", SWITCH, "revalidator/wait");
    }
  }

  /**
   * Ends a process and waits for it.
   *
   * @param kindly ask first; it is killed if it does not heed that
   */
  static void end(RunningProcess process, boolean kindly) {
    if (kindly && signal(process, false) && awaitEnd(process)) {
      return;
    }
    if (signal(process, true) && !awaitEnd(process)) {
      throw new TopologyException(
          "%s, process %d, does not end".formatted(process.name(), process.pid()));
    }
  }

  private static boolean signal(RunningProcess process, boolean kill) {
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElse(null);
    if (handle == null || !process.isAlive()) {
      return false;
    }
    return kill ? handle.destroyForcibly() : handle.destroy();
  }

  /**
   * True while threads of a killed process are still ending behind its first, which has ended: they
   * hold its files, and the lock on the process file with them.
   */
  private static boolean hasThreads(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.count() > 1;
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  private static boolean awaitEnd(RunningProcess process) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (process.isAlive() || hasThreads(process.pid())) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    return true;
  }
}
