package io.quorate.ovs.topology;

import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Mininet that runs on this machine, as it is found: bridges with their ports, and the hosts
 * behind these. A host is a process that calls itself {@code mininet:NAME}, in a network namespace
 * of its own, one of whose interfaces is the other end of a bridge's port. Looks, and changes
 * nothing.
 */
final class Mininet {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final String MARK = "mininet:";

  /**
   * An interface of a namespace.
   *
   * @param name of it
   * @param index kernel's number in its namespace
   * @param peerName the other end of the pair, if it is in the same namespace; else empty
   * @param peerIndex number of the other end in the namespace where that is; 0 if the pair is in
   *     one, or it is no pair
   * @param mac as the kernel writes it
   * @param mtuBytes of it
   * @param ipv4 its first address; empty if it has none
   */
  record Interface(
      String name,
      int index,
      String peerName,
      int peerIndex,
      String mac,
      int mtuBytes,
      String ipv4) {}

  /**
   * A host of Mininet's.
   *
   * @param name what Mininet calls it
   * @param process of its shell, whose namespaces are the host's
   * @param end its interface
   * @param switchName the bridge that it is attached to
   * @param port number there
   */
  record FoundHost(
      String name, RunningProcess process, Interface end, String switchName, int port) {}

  private final OvsPrograms ovs;
  private final Shell shell;
  private final Path namespace;
  private final Map<String, Interface> interfaces = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> bridges = new LinkedHashMap<>();
  private final Map<String, FoundHost> hosts = new TreeMap<>(Mininet::compare);

  /**
   * Looks around.
   *
   * @param switches bridges that are wanted
   * @throws TopologyException if one of them is not there
   */
  Mininet(OvsPrograms ovs, Shell shell, List<String> switches) {
    this.ovs = ovs;
    this.shell = shell;
    this.namespace = ovs.namespace();
    interfaces(namespace).forEach(each -> interfaces.put(each.name(), each));
    List<String> there = ovs.vsctl("list-br").lines().toList();
    for (String each : switches) {
      if (!there.contains(each)) {
        throw new TopologyException(
            "Open vSwitch has no bridge %s, only [%s]".formatted(each, String.join(", ", there)));
      }
    }
    Map<String, Integer> numbers = portNumbers();
    for (String each : switches) {
      Map<String, Integer> ports = new LinkedHashMap<>();
      ovs.vsctl("list-ports", each)
          .lines()
          .filter(numbers::containsKey)
          .forEach(port -> ports.put(port, numbers.get(port)));
      bridges.put(each, ports);
    }
    findHosts();
  }

  private Map<String, Integer> portNumbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    ovs.vsctl("--format=csv", "--no-headings", "--columns=name,ofport", "list", "interface")
        .lines()
        .map(each -> COMMA.split(each, -1))
        .filter(each -> each.length == 2 && DIGITS.matcher(each[1]).matches())
        .forEach(each -> numbers.put(each[0].replace("\"", ""), Integer.parseInt(each[1])));
    return numbers;
  }

  /** Interfaces of a bridge that are ports, and their OpenFlow numbers. */
  Map<String, Integer> ports(String switchName) {
    return bridges.getOrDefault(switchName, Map.of());
  }

  /** Every interface in the switches' namespace. */
  boolean hasInterface(String name) {
    return interfaces.containsKey(name);
  }

  /** Hosts behind the bridges, by name; h2 before h10. */
  List<FoundHost> hosts() {
    return List.copyOf(hosts.values());
  }

  /**
   * A port that leads from one bridge to another.
   *
   * @param port number at the first
   */
  record Trunk(String from, int port, String to, int mtuBytes) {}

  /** Every direct way between two of the bridges, in both directions. */
  List<Trunk> trunks() {
    List<Trunk> trunks = new ArrayList<>();
    for (Map.Entry<String, Map<String, Integer>> from : bridges.entrySet()) {
      from.getValue()
          .forEach(
              (name, number) -> {
                Interface end = interfaces.get(name);
                String to = end == null ? "" : bridgeOf(end.peerName());
                if (end != null && !to.isEmpty() && !to.equals(from.getKey())) {
                  trunks.add(new Trunk(from.getKey(), number, to, end.mtuBytes()));
                }
              });
    }
    return trunks;
  }

  private String bridgeOf(String port) {
    return bridges.entrySet().stream()
        .filter(each -> each.getValue().containsKey(port))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  // ---------------------------------------------------------------- hosts

  private void findHosts() {
    try (var processes = Files.newDirectoryStream(PROC)) {
      for (Path each : processes) {
        if (DIGITS.matcher(each.getFileName().toString()).matches()) {
          consider(Long.parseLong(each.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new TopologyException("cannot list /proc: " + e.getMessage(), e);
    }
  }

  /** A Mininet of other switches has hosts of the same names: theirs were not started from here. */
  private void consider(long pid) {
    String name = nameOf(pid);
    Path own = PROC.resolve(pid + "/ns/net");
    if (name.isEmpty() || isSame(own, namespace) || !isSame(parentNamespace(pid), namespace)) {
      return;
    }
    for (Interface end : interfaces(own)) {
      interfaces.values().stream()
          .filter(
              port ->
                  end.peerIndex() > 0
                      && end.peerIndex() == port.index()
                      && port.peerIndex() == end.index())
          .filter(port -> !bridgeOf(port.name()).isEmpty())
          .findFirst()
          .ifPresent(port -> add(name, pid, end, port));
    }
  }

  private void add(String name, long pid, Interface end, Interface port) {
    String bridge = bridgeOf(port.name());
    int number = ports(bridge).getOrDefault(port.name(), 0);
    RunningProcess process = RunningProcess.of(name, pid);
    if (process.isAlive()) {
      hosts.putIfAbsent(name, new FoundHost(name, process, end, bridge, number));
    }
  }

  private static String nameOf(long pid) {
    String[] words = read(PROC.resolve(pid + "/cmdline")).split("\0", -1);
    for (int i = words.length - 1; i >= 0; i--) {
      if (words[i].startsWith(MARK)) {
        return words[i].substring(MARK.length());
      }
    }
    return "";
  }

  private static Path parentNamespace(long pid) {
    long parent =
        ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(each -> each.pid()).orElse(0L);
    return PROC.resolve(parent + "/ns/net");
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended meanwhile.
    }
  }

  // ---------------------------------------------------------------- interfaces

  private List<Interface> interfaces(Path in) {
    Shell.Outcome said =
        shell.attempt("", "nsenter", "--net=" + in, "--", "ip", "-j", "address", "show");
    List<Interface> found = new ArrayList<>();
    if (said.exit() == 0) {
      JsonText.object("{\"all\":" + said.output() + "}").objects("all").stream()
          .filter(each -> each.has("ifname"))
          .map(Mininet::read)
          .forEach(found::add);
    }
    return found;
  }

  private static Interface read(Fields fields) {
    String ipv4 = "";
    for (Fields each : fields.has("addr_info") ? fields.objects("addr_info") : List.<Fields>of()) {
      if (ipv4.isEmpty() && each.has("family") && each.text("family").equals("inet")) {
        ipv4 = each.text("local");
      }
    }
    return new Interface(
        fields.text("ifname"),
        Math.toIntExact(fields.number("ifindex")),
        fields.has("link") ? fields.text("link") : "",
        fields.has("link_index") ? Math.toIntExact(fields.number("link_index")) : 0,
        fields.has("address") ? fields.text("address") : "",
        Math.toIntExact(fields.number("mtu")),
        ipv4);
  }

  /** By the letters, then by the number behind them. */
  private static int compare(String one, String other) {
    String letters = one.replaceFirst("[0-9]+$", "");
    String otherLetters = other.replaceFirst("[0-9]+$", "");
    if (!letters.equals(otherLetters) || one.length() == other.length()) {
      return one.compareTo(other);
    }
    return Integer.compare(one.length(), other.length());
  }
}
