package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.ovs.link.LinkEnds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What everything of a live fabric is called. Names follow from the description and the run
 * directory alone, so that whoever has these finds everything. Interfaces are called like their
 * switch and port ({@code S1-2}) as long as the kernel's 15 characters allow it.
 */
public final class LiveNames {

  /** The interface of a host, in its own namespace. */
  public static final String HOST_INTERFACE = "eth0";

  private static final int INTERFACE_CHARS_MAX = 15;

  /** A dash and the digits of the highest port number must still fit. */
  private static final int BASE_CHARS_MAX = INTERFACE_CHARS_MAX - 6;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final List<String> RESERVED = List.of("lo", "all", "default", "ovs-netdev");

  private final Fabric fabric;
  private final String prefix;
  private final Set<String> taken = new LinkedHashSet<>(RESERVED);
  private final Map<String, String> bridges = new LinkedHashMap<>();
  private final Map<String, Map<Integer, String>> ports = new LinkedHashMap<>();
  private final Map<String, String> processEnds = new LinkedHashMap<>();

  /** The names of what is built of this description for this run directory. */
  public LiveNames(Fabric fabric, Path runDirectory) {
    this.fabric = fabric;
    this.prefix = prefix(fabric.name(), runDirectory);
    int number = 0;
    for (Switch each : fabric.switches()) {
      number++;
      String base = each.name();
      if (base.length() > BASE_CHARS_MAX || !PLAIN.matcher(base).matches()) {
        base = "sw" + number;
      }
      bridges.put(each.name(), take(base, "sw" + number));
    }
    fabric.switches().forEach(this::namePorts);
  }

  private void namePorts(Switch each) {
    String base = bridge(each.name());
    Map<Integer, String> names = new LinkedHashMap<>();
    for (Switch.Port port : each.ports()) {
      names.put(port.number(), take(base + "-" + port.number(), "p"));
    }
    names.put(FlowPlan.PAXOS_PORT, take(base + "-" + FlowPlan.PAXOS_PORT, "p"));
    ports.put(each.name(), names);
    processEnds.put(each.name(), take(base + "-px", "x"));
  }

  /** The name that is wanted, or another one if some interface has that. */
  private String take(String wanted, String otherwise) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = otherwise + "_" + i;
    }
    return name;
  }

  /** What namespaces of a fabric begin with; in another root than the usual, a mark of that. */
  private static String prefix(String fabric, Path runDirectory) {
    Path usual = Path.of("/run/quorate").resolve(fabric);
    if (runDirectory.equals(usual)) {
      return Namespaces.PREFIX + fabric + "-";
    }
    CRC32C crc = new CRC32C();
    crc.update(runDirectory.toString().getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%s%s-%08x-", Namespaces.PREFIX, fabric, crc.getValue());
  }

  /** The namespace of all switches and of the processes that run their programs. */
  public String switchNamespace() {
    return prefix + "sw";
  }

  /** The namespace of the link process. */
  public String linkNamespace() {
    return prefix + "links";
  }

  /** A host's namespace. */
  public String hostNamespace(String host) {
    boolean clash = host.equals("sw") || host.equals("links");
    return prefix + host + (clash ? "-host" : "");
  }

  /** All namespaces, the switches' first. */
  public List<String> namespaces() {
    List<String> all = new ArrayList<>();
    all.add(switchNamespace());
    all.add(linkNamespace());
    fabric.hosts().forEach(each -> all.add(hostNamespace(each.name())));
    return all;
  }

  /** A switch's bridge. */
  public String bridge(String switchName) {
    return known(bridges.get(switchName), switchName);
  }

  /** Every bridge, by switch. */
  public Collection<String> bridges() {
    return List.copyOf(bridges.values());
  }

  /**
   * The interface of a switch's port, in the switches' namespace.
   *
   * @param number as in the description, or {@link FlowPlan#PAXOS_PORT}
   */
  public String port(String switchName, int number) {
    return known(
        known(ports.get(switchName), switchName).get(number), switchName + " port " + number);
  }

  /** OpenFlow port numbers of a switch and their interfaces, the Paxos port last. */
  public Map<Integer, String> ports(String switchName) {
    return Map.copyOf(known(ports.get(switchName), switchName));
  }

  /** The end of a switch's Paxos port where its process reads and writes frames. */
  public String processInterface(String switchName) {
    return known(processEnds.get(switchName), switchName);
  }

  /** The end of a link in the link process's namespace, on the side of {@code link.a()}. */
  public String relayA(Link link) {
    return LinkEnds.a(fabric.links().indexOf(link));
  }

  /** The end on the side of {@code link.b()}. */
  public String relayB(Link link) {
    return LinkEnds.b(fabric.links().indexOf(link));
  }

  private static <T> T known(@Nullable T name, String what) {
    if (name == null) {
      throw new IllegalArgumentException("the fabric has no " + what);
    }
    return name;
  }
}
