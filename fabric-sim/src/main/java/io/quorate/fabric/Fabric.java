package io.quorate.fabric;

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
 */
public record Fabric(
    String name,
    int mtuBytes,
    Service service,
    List<Switch> switches,
    List<Host> hosts,
    List<Link> links,
    PaxosGroup group,
    List<FlowLine> flows) {

  public Fabric {
    switches = List.copyOf(switches);
    hosts = List.copyOf(hosts);
    links = List.copyOf(links);
    flows = List.copyOf(flows);
  }
}
