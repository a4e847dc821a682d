package io.quorate.ovs.topology;

import io.quorate.fabric.plan.FlowPlan;
import io.quorate.ovs.topology.Mininet.FoundHost;
import io.quorate.ovs.topology.Mininet.Trunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Describes, as a fabric file, what was found and what it is to be used for. */
final class AttachedText {

  private static final int MTU_BYTES = 1_500;

  private final Mininet found;
  private final AttachOptions options;
  private final List<FoundHost> clients = new ArrayList<>();
  private final List<FoundHost> servers = new ArrayList<>();

  AttachedText(Mininet found, AttachOptions options) {
    this.found = found;
    this.options = options;
    chooseClients();
    chooseServers();
  }

  private void chooseClients() {
    options.clients().forEach(each -> clients.add(host(each)));
    if (clients.isEmpty()) {
      found.hosts().stream()
          .filter(each -> options.ingress().contains(each.switchName()))
          .filter(each -> !options.hosts().contains(each.name()))
          .forEach(clients::add);
    }
    if (clients.isEmpty()) {
      found.hosts().stream()
          .filter(each -> !options.hosts().contains(each.name()))
          .findFirst()
          .ifPresent(clients::add);
    }
    if (clients.isEmpty()) {
      throw new TopologyException("no host is left to be a client; name one by --clients");
    }
  }

  private void chooseServers() {
    options.hosts().forEach(each -> servers.add(host(each)));
    if (servers.isEmpty()) {
      found.hosts().stream()
          .filter(each -> options.switches().contains(each.switchName()))
          .filter(each -> !clients.contains(each))
          .forEach(servers::add);
    }
    if (servers.isEmpty()) {
      throw new TopologyException("no host is left to run the service; name some by --hosts");
    }
  }

  private FoundHost host(String name) {
    return found.hosts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TopologyException(
                    "no host %s is behind the named switches; there are %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", found.hosts().stream().map(FoundHost::name).toList()))));
  }

  /** The hosts that play a part. */
  List<FoundHost> hosts() {
    List<FoundHost> all = new ArrayList<>(clients);
    all.addAll(servers);
    return all;
  }

  /** The fabric file. */
  String text(String name) {
    StringBuilder text = new StringBuilder("fabric: " + name + "\n");
    text.append("mtu: %d bytes\n".formatted(mtuBytes()));
    text.append(
        "service: {ip: %s, port: %d, delivery: packets}\n"
            .formatted(options.serviceAddress(), options.servicePort()));
    text.append("paxos:\n  members: [" + String.join(", ", options.switches()) + "]\n");
    text.append("  leader: " + leader() + "\n");
    text.append(
        "  durability: %s\n".formatted(options.durability().name().toLowerCase(Locale.ROOT)));
    text.append("  tick: 1ms\n  heartbeat: 20 ticks\n  election: 200..400 ticks\n");
    text.append("  retransmit: 30 ticks\n");
    text.append("switches:\n");
    switches().forEach(each -> text.append(ports(each)));
    text.append("hosts:\n");
    clients.forEach(each -> text.append(host("client", each)));
    servers.forEach(each -> text.append(host("service-host", each)));
    Set<String> links = links();
    if (!links.isEmpty()) {
      text.append("links:\n");
      links.forEach(each -> text.append("  - {between: [" + each + "]}\n"));
    }
    return text.toString();
  }

  private String leader() {
    return options.leader().isEmpty() ? options.switches().getFirst() : options.leader();
  }

  /** All named switches. */
  List<String> switches() {
    List<String> all = new ArrayList<>(options.switches());
    all.addAll(options.ingress());
    return all;
  }

  private int mtuBytes() {
    return found.trunks().stream().mapToInt(Trunk::mtuBytes).min().orElse(MTU_BYTES);
  }

  private String ports(String switchName) {
    Map<Integer, String> ports = new TreeMap<>();
    directWays(switchName).values().forEach(each -> ports.put(each.port(), each.to()));
    hosts().stream()
        .filter(each -> each.switchName().equals(switchName))
        .forEach(each -> ports.put(each.port(), each.name()));
    if (found.ports(switchName).containsValue(FlowPlan.PAXOS_PORT)) {
      throw new TopologyException(
          "%s has a port %d, which is the one that is needed; give that another number"
              .formatted(switchName, FlowPlan.PAXOS_PORT));
    }
    StringBuilder text = new StringBuilder("  - name: " + switchName + "\n    ports:\n");
    ports.forEach((number, to) -> text.append("      %d: %s\n".formatted(number, to)));
    return text.toString();
  }

  /** Of several ways to one switch, the first. */
  private Map<String, Trunk> directWays(String switchName) {
    Map<String, Trunk> ways = new LinkedHashMap<>();
    found.trunks().stream()
        .filter(each -> each.from().equals(switchName))
        .forEach(each -> ways.putIfAbsent(each.to(), each));
    return ways;
  }

  private Set<String> links() {
    Set<String> links = new LinkedHashSet<>();
    for (Trunk each : found.trunks()) {
      if (!links.contains(each.to() + ", " + each.from())) {
        links.add(each.from() + ", " + each.to());
      }
    }
    return links;
  }

  private static String host(String role, FoundHost host) {
    if (host.end().ipv4().isEmpty()) {
      throw new TopologyException(
          host.name() + " has no IPv4 address on " + host.end().name() + "; give it one");
    }
    return "  - {%s: %s, on: %s, ip: %s, mac: \"%s\"}\n"
        .formatted(role, host.name(), host.switchName(), host.end().ipv4(), host.end().mac());
  }
}
