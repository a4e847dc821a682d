package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Service;
import io.quorate.fabric.Switch;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.paxos.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The veth pairs of a live fabric and its hosts' interfaces. Every end has its offloads off: the
 * userspace datapath passes frames on as they are, and a checksum that was left to a card that is
 * not there would never be made.
 */
final class Wiring {

  /** A VLAN tag on a frame of the longest payload. */
  private static final int VLAN_TAG_BYTES = 4;

  private static final String OFFLOADS =
      " tx off sg off tso off gso off gro off rxvlan off txvlan off >/dev/null";

  private static final int[] PREFIX_BITS = {24, 16, 8};

  private final Fabric fabric;
  private final LiveNames names;
  private final LinkMode mode;
  private final Shell shell;
  private final int valueBytesMax;

  Wiring(Fabric fabric, LiveNames names, LinkMode mode, Shell shell) {
    this.fabric = fabric;
    this.names = names;
    this.mode = mode;
    this.shell = shell;
    this.valueBytesMax = Limits.DEFAULT.withMessageBytesMax(fabric.mtuBytes()).valueBytesMax();
  }

  /** Longest IPv4 packet of a host that still fits a message in one frame. */
  int packetBytesMax() {
    return valueBytesMax;
  }

  /**
   * The MTU of a host's interface. Clients of a state machine send messages themselves, so theirs
   * is the fabric's; others send packets, around which a message's header must fit.
   */
  int mtuBytes(Host host) {
    boolean speaks =
        host.role() == Host.Role.CLIENT
            && fabric.tenants().stream()
                .anyMatch(each -> each.service().delivery() == Service.Delivery.STATE_MACHINE);
    return speaks ? fabric.mtuBytes() : valueBytesMax;
  }

  /** All pairs: links in the description's order, then the switches' Paxos ports. */
  List<Wire> wires() {
    List<Wire> wires = new ArrayList<>();
    for (Link link : fabric.links()) {
      int mtu = mtuBytes(link);
      if (mode == LinkMode.DIRECT) {
        wires.add(
            new Wire(
                namespace(link.a()),
                end(link.a(), link.b()),
                namespace(link.b()),
                end(link.b(), link.a()),
                mtu));
      } else {
        String relay = names.linkNamespace();
        wires.add(
            new Wire(relay, names.relayA(link), namespace(link.a()), end(link.a(), link.b()), mtu));
        wires.add(
            new Wire(relay, names.relayB(link), namespace(link.b()), end(link.b(), link.a()), mtu));
      }
    }
    String switches = names.switchNamespace();
    for (Switch each : fabric.switches()) {
      wires.add(
          new Wire(
              switches,
              names.processInterface(each.name()),
              switches,
              names.port(each.name(), FlowPlan.PAXOS_PORT),
              fabric.mtuBytes() + VLAN_TAG_BYTES));
    }
    return wires;
  }

  private int mtuBytes(Link link) {
    return host(link.a()).or(() -> host(link.b())).map(this::mtuBytes).orElse(fabric.mtuBytes());
  }

  private Optional<Host> host(String name) {
    return fabric.hosts().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private String namespace(String node) {
    return host(node).isPresent() ? names.hostNamespace(node) : names.switchNamespace();
  }

  /** The interface of a node that leads to another one. */
  private String end(String node, String peer) {
    for (Switch each : fabric.switches()) {
      if (each.name().equals(node)) {
        return each.ports().stream()
            .filter(port -> port.peer().equals(peer))
            .map(port -> names.port(node, port.number()))
            .findFirst()
            .orElseThrow();
      }
    }
    return LiveNames.HOST_INTERFACE;
  }

  /** Makes all pairs, their ends up and without offloads, and gives hosts their addresses. */
  void lay() {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (Wire wire : wires()) {
      lines(pairs, wire.namespaceA()).add(wire.creation());
      settle(settings, wire.namespaceA(), wire.a());
      settle(settings, wire.namespaceB(), wire.b());
    }
    for (Host host : fabric.hosts()) {
      address(host, lines(settings, names.hostNamespace(host.name())));
    }
    pairs.forEach(
        (namespace, lines) ->
            shell.feed(String.join("\n", lines) + "\n", "ip", "-n", namespace, "-batch", "-"));
    settings.forEach(shell::script);
  }

  private static void settle(Map<String, List<String>> scripts, String namespace, String end) {
    List<String> script = lines(scripts, namespace);
    script.add("ethtool -K " + end + OFFLOADS);
    script.add("ip link set " + end + " up");
  }

  private void address(Host host, List<String> script) {
    String device = LiveNames.HOST_INTERFACE;
    String ip = Ipv4Address.format(host.ipv4());
    script.add("ip link set " + device + " address " + MacAddress.format(host.mac()));
    int bits = prefixBits();
    script.add("ip addr add " + ip + "/" + bits + " dev " + device);
    // The fabric answers ARP for every address that it knows, so that all are neighbours.
    String to = bits == Integer.SIZE ? "default" : Ipv4Address.format(host.ipv4() & mask(bits));
    String subnet = bits == Integer.SIZE ? to : to + "/" + bits;
    script.add(
        "ip route replace %s dev %s src %s mtu %d".formatted(subnet, device, ip, valueBytesMax));
  }

  private static int mask(int bits) {
    return -1 << (Integer.SIZE - bits);
  }

  /** A network that holds every address of the fabric; 32 if there is no sensible one. */
  private int prefixBits() {
    int first = fabric.service().ipv4();
    for (int bits : PREFIX_BITS) {
      int mask = mask(bits);
      boolean all =
          fabric.hosts().stream().allMatch(each -> (each.ipv4() & mask) == (first & mask))
              && fabric.tenants().stream()
                  .allMatch(each -> (each.service().ipv4() & mask) == (first & mask));
      if (all) {
        return bits;
      }
    }
    return Integer.SIZE;
  }

  private static List<String> lines(Map<String, List<String>> scripts, String namespace) {
    return scripts.computeIfAbsent(namespace, _ -> new ArrayList<>());
  }
}
