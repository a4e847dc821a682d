package io.quorate.fabric;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole fabric, checked: every name that is used is declared, ports are numbered, addresses are
 * distinct.
 *
 * @param name what the file calls it, e.g. {@code wan-three}
 * @param mtuBytes largest Ethernet payload (what follows the 14-byte header) on fabric links
 * @param service the virtual address that clients talk to
 * @param switches in file order
 * @param hosts in file order; clients and service hosts
 * @param links in file order; links between switches, and one for each host
 * @param group the Paxos group that orders the service's packets
 * @param flows flow entries of the user's own, added to the generated ones; as written
 * @param others further services on the same switches, each with a group of its own
 */
public record Fabric(
    String name,
    int mtuBytes,
    Service service,
    List<Switch> switches,
    List<Host> hosts,
    List<Link> links,
    PaxosGroup group,
    List<FlowLine> flows,
    List<Tenant> others) {

  public Fabric {
    switches = List.copyOf(switches);
    hosts = List.copyOf(hosts);
    links = List.copyOf(links);
    flows = List.copyOf(flows);
    others = List.copyOf(others);
  }

  /** A fabric with one service. */
  public Fabric(
      String name,
      int mtuBytes,
      Service service,
      List<Switch> switches,
      List<Host> hosts,
      List<Link> links,
      PaxosGroup group,
      List<FlowLine> flows) {
    this(name, mtuBytes, service, switches, hosts, links, group, flows, List.of());
  }

  /** All services, in file order; the first is {@link #service}, ordered by {@link #group}. */
  public List<Tenant> tenants() {
    List<Tenant> all = new ArrayList<>();
    all.add(new Tenant(service, group));
    all.addAll(others);
    return all;
  }

  /**
   * The fabric as each service has it, in file order: with its own address and group. Switches,
   * hosts and links are all there; {@link #serves} tells whose a service host is.
   */
  public List<Fabric> views() {
    return tenants().stream()
        .map(
            each ->
                new Fabric(
                    name, mtuBytes, each.service(), switches, hosts, links, each.group(), flows))
        .toList();
  }

  /** True if the host is a service host of {@link #service}. */
  public boolean serves(Host host) {
    return host.role() == Host.Role.SERVICE && host.group() == group.id();
  }

  /** The same fabric with another group and another largest frame. */
  public Fabric with(PaxosGroup otherGroup, int otherMtuBytes) {
    return new Fabric(
        name, otherMtuBytes, service, switches, hosts, links, otherGroup, flows, others);
  }
}
