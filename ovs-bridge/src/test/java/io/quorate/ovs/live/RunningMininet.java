package io.quorate.ovs.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An unmodified {@code mn}, with an Open vSwitch of its own, in a network namespace of its own.
 * Closing it leaves nothing.
 */
final class RunningMininet implements AutoCloseable {

  private static final String PROMPT = "mininet> ";

  private final String namespace = "qmn" + ProcessHandle.current().pid();
  private final Path root;
  private final Path ovs;
  private final List<Process> mn = new ArrayList<>();

  private RunningMininet() {
    try {
      this.root = Files.createTempDirectory("qmn");
      this.ovs = Files.createDirectory(root.resolve("ovs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it. */
  static RunningMininet start(String... arguments) {
    RunningMininet mininet = new RunningMininet();
    try {
      mininet.startSwitches();
      List<String> command =
          new ArrayList<>(
              List.of("ip", "netns", "exec", mininet.namespace, "mn", "--controller", "none"));
      command.addAll(List.of(arguments));
      mininet.mn.add(mininet.builder(command).redirectErrorStream(true).start());
      mininet.awaitPrompt();
      return mininet;
    } catch (IOException | RuntimeException e) {
      mininet.close();
      throw new IllegalStateException(e);
    }
  }

  private void startSwitches() {
    run("ip", "netns", "add", namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ovsdb-tool", "create", ovs + "/conf.db", "/usr/share/openvswitch/vswitch.ovsschema");
    daemon("ovsdb-server", ovs + "/conf.db", "--remote=punix:" + ovs + "/db.sock");
    run("ovs-vsctl", "--no-wait", "init");
    daemon("ovs-vswitchd");
  }

  private void daemon(String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(List.of(command));
    whole.addAll(List.of("--pidfile", "--log-file", "--detach", "--no-chdir", "-vconsole:off"));
    run(whole.toArray(String[]::new));
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    for (String each : List.of("OVS_RUNDIR", "OVS_DBDIR", "OVS_LOGDIR")) {
      builder.environment().put(each, ovs.toString());
    }
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    return builder;
  }

  /** What a command says; its failure is the test's. */
  String run(String... command) {
    try {
      Path output = Files.createTempFile(root, "run", ".out");
      Process process =
          builder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.waitFor(60, TimeUnit.SECONDS);
      String said = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Has Mininet's own prompt do something; returns what it shows. */
  String type(String line) {
    try {
      OutputStream typed = mn.getFirst().getOutputStream();
      typed.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      typed.flush();
      return awaitPrompt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String awaitPrompt() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(PROMPT) < 0) {
      int read = mn.getFirst().getInputStream().read();
      if (read < 0) {
        throw new IOException("mn has ended: " + text);
      }
      text.append((char) read);
    }
    return text.toString();
  }

  /** Run directory of its Open vSwitch. */
  Path ovsDirectory() {
    return ovs;
  }

  /** A directory that goes with it. */
  Path root() {
    return root;
  }

  /**
   * All that an owner of the network can see of it: flows, groups, ports, interfaces and offloads.
   */
  String state(List<String> switches, List<String> hosts) {
    StringBuilder state = new StringBuilder(run("ovs-vsctl", "show"));
    state.append(run("ip", "-n", namespace, "-brief", "link"));
    for (String each : switches) {
      state.append(run("ovs-ofctl", "dump-flows", each, "--no-stats"));
      state.append(
          run("ovs-ofctl", "-O", "OpenFlow13", "dump-groups", each).replaceAll("xid=.*", ""));
      run("ovs-ofctl", "show", each)
          .lines()
          .filter(line -> line.contains("addr:"))
          .forEach(state::append);
    }
    hosts.forEach(each -> state.append(type(each + " ethtool -k " + each + "-eth0")));
    return state.toString();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    mn.forEach(each -> each.descendants().forEach(all::add));
    mn.forEach(each -> all.add(each.toHandle()));
    for (String each : List.of("ovs-vswitchd", "ovsdb-server")) {
      try {
        String pid = Files.readString(ovs.resolve(each + ".pid")).strip();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(all::add);
      } catch (IOException e) {
        // It did not start, or has ended.
      }
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(RunningMininet::awaitEnd);
    run("ip", "netns", "del", namespace);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    if (process.isAlive()) {
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }
}
