package io.quorate.ovs.live;

import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.LiveFabric;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of a live fabric's own processes: this program again, in another role. */
final class Children {

  /** Options of this process that its children have too: assertions, and a quicker start. */
  private static final List<String> INHERITED = List.of("-ea", "-XX:AOTCache=", "-Xlog:");

  private Children() {}

  /**
   * The process behind a switch's Paxos port.
   *
   * @param shared whether the switches are somebody else's
   */
  static List<String> switchProcess(
      Path runDirectory, boolean shared, String switchName, SwitchProcess.Options options) {
    return urgent(
        shared,
        "-Xmx512m",
        LiveMain.SWITCH,
        runDirectory.toString(),
        switchName,
        options.port().name(),
        Long.toString(options.seed()),
        Boolean.toString(options.record()),
        options.key() == null ? LiveMain.NO_KEY : options.key().toAbsolutePath().toString(),
        Integer.toString(options.log().segmentBytes()),
        Long.toString(options.log().capacityBytes()));
  }

  /** A key-value server on UDP. */
  static List<String> server(int port, Path log) {
    return command("-Xmx128m", LiveMain.SERVER, Integer.toString(port), log.toString());
  }

  /** Somebody else's server, and what writes down what it receives. */
  static List<String> watchedServer(Path runDirectory, String host, String command, Path log) {
    return command(
        "-Xmx128m", LiveMain.WATCHED, runDirectory.toString(), host, command, log.toString());
  }

  /** The clients of one host. */
  static List<String> client(
      Path runDirectory, String host, String workload, long seed, int firstProcess, Path out) {
    return command(
        "-Xmx512m",
        LiveMain.CLIENT,
        runDirectory.toString(),
        host,
        workload,
        Long.toString(seed),
        Integer.toString(firstProcess),
        out.toString());
  }

  private static List<String> urgent(boolean shared, String heap, String... arguments) {
    List<String> command = new ArrayList<>(LiveFabric.URGENT);
    command.addAll(Confinement.before(shared));
    command.addAll(command(heap, arguments));
    return command;
  }

  private static List<String> command(String heap, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=" + (heap.equals("-Xmx128m") ? 1 : 4));
    command.add(heap);
    command.add("--enable-native-access=ALL-UNNAMED");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> INHERITED.stream().anyMatch(each::startsWith))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LiveMain.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Which raw port the name means, as {@link #switchProcess} writes it. */
  static PortKind portKind(String name) {
    return PortKind.valueOf(name);
  }
}
