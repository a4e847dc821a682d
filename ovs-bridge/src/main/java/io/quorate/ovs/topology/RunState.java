package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a live fabric there is, or is about to be: the file is written before anything is made
 * and after nothing is left.
 *
 * @param fabric name of the fabric
 * @param links what links are made of
 * @param portType how switches read and write their ports
 * @param socketBufferBytes of the switches' sockets; 0 = what the kernel gives
 * @param seed of what links draw
 * @param ready true once everything stands
 * @param namespaces network namespaces, by name
 * @param interfaces each as {@code namespace/interface}; they go with their namespaces
 * @param processes what was started and not yet seen to end
 */
record RunState(
    String fabric,
    LinkMode links,
    PortType portType,
    int socketBufferBytes,
    long seed,
    boolean ready,
    List<String> namespaces,
    List<String> interfaces,
    List<RunningProcess> processes) {

  static final String FILE = "state.json";

  private static final long FORMAT = 1;

  RunState {
    namespaces = List.copyOf(namespaces);
    interfaces = List.copyOf(interfaces);
    processes = List.copyOf(processes);
  }

  /** Of a fabric that is about to be built. */
  static RunState planned(Fabric fabric, Path directory, UpOptions options) {
    LiveNames names = new LiveNames(fabric, directory);
    Wiring wiring = new Wiring(fabric, names, options.links(), new Shell(directory));
    List<String> namespaces = new ArrayList<>(names.namespaces());
    if (options.links() == LinkMode.DIRECT) {
      namespaces.remove(names.linkNamespace());
    }
    List<String> interfaces = new ArrayList<>();
    for (Wire wire : wiring.wires()) {
      interfaces.add(wire.namespaceA() + "/" + wire.a());
      interfaces.add(wire.namespaceB() + "/" + wire.b());
    }
    return new RunState(
        fabric.name(),
        options.links(),
        options.portType(),
        options.socketBufferBytes(),
        options.seed(),
        false,
        namespaces,
        interfaces,
        List.of());
  }

  RunState readyNow() {
    return new RunState(
        fabric, links, portType, socketBufferBytes, seed, true, namespaces, interfaces, processes);
  }

  /** With one more process; another one of its name is no longer there. */
  RunState with(RunningProcess process) {
    List<RunningProcess> all = new ArrayList<>(without(process.name()).processes);
    all.add(process);
    return withProcesses(all);
  }

  RunState without(String process) {
    return withProcesses(processes.stream().filter(each -> !each.name().equals(process)).toList());
  }

  private RunState withProcesses(List<RunningProcess> all) {
    return new RunState(
        fabric, links, portType, socketBufferBytes, seed, ready, namespaces, interfaces, all);
  }

  Optional<RunningProcess> process(String name) {
    return processes.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Replaces the file in one step: whoever reads it sees the old or the new one. */
  void write(Path directory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("fabric", fabric);
    document.put("links", links.name());
    document.put("portType", portType.name());
    document.put("socketBufferBytes", socketBufferBytes);
    document.put("seed", seed);
    document.put("ready", ready);
    document.put("namespaces", namespaces);
    document.put("interfaces", interfaces);
    document.put("processes", processes.stream().map(RunningProcess::document).toList());
    Path next = directory.resolve(FILE + ".next");
    try {
      Files.writeString(next, JsonText.write(document) + "\n");
      Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TopologyException("cannot write " + next + ": " + e.getMessage(), e);
    }
  }

  static boolean exists(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /**
   * Reads the file.
   *
   * @throws TopologyException when there is none, or it is of another format
   */
  static RunState read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Fields fields = JsonText.object(Files.readString(file));
      long format = fields.number("format");
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "format %d, this version knows %d".formatted(format, FORMAT));
      }
      return new RunState(
          fields.text("fabric"),
          LinkMode.valueOf(fields.text("links")),
          PortType.valueOf(fields.text("portType")),
          Math.toIntExact(fields.number("socketBufferBytes")),
          fields.number("seed"),
          fields.flag("ready"),
          fields.texts("namespaces"),
          fields.texts("interfaces"),
          fields.objects("processes").stream().map(RunningProcess::of).toList());
    } catch (IOException e) {
      throw new TopologyException(
          "no live fabric in " + directory + "; quorate live up FABRIC builds one", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TopologyException(file + ": " + e.getMessage(), e);
    }
  }
}
