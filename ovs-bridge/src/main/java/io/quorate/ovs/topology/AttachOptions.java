package io.quorate.ovs.topology;

import io.quorate.paxos.Durability;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be done beside a network that somebody else runs.
 *
 * @param runDirectory where the state of it is kept; must not exist yet
 * @param ovsDirectory run directory of the Open vSwitch: its database's socket is there, and a
 *     socket for each bridge
 * @param switches that run a replica, by the names of their bridges
 * @param ingress further switches, at which clients come in
 * @param leader the one of the switches that leads at first; empty for the first
 * @param clients hosts that may ask the service; empty for those of the ingress switches, or else
 *     the first host that is found
 * @param hosts that are to run the service; empty for all others on the switches
 * @param serviceAddress IPv4 address that clients send to; no host has it
 * @param servicePort its UDP port
 * @param durability what a replica still knows after a crash
 */
public record AttachOptions(
    Path runDirectory,
    Path ovsDirectory,
    List<String> switches,
    List<String> ingress,
    String leader,
    List<String> clients,
    List<String> hosts,
    String serviceAddress,
    int servicePort,
    Durability durability) {

  /** Environment variable of Open vSwitch that names its run directory. */
  private static final String OVS_VARIABLE = "OVS_RUNDIR";

  private static final Path OVS_DIRECTORY = Path.of("/var/run/openvswitch");

  public AttachOptions {
    switches = List.copyOf(switches);
    ingress = List.copyOf(ingress);
    clients = List.copyOf(clients);
    hosts = List.copyOf(hosts);
  }

  /** Where Open vSwitch runs, as its own programs find it. */
  public static Path defaultOvsDirectory() {
    String named = System.getenv(OVS_VARIABLE);
    return named == null || named.isEmpty() ? OVS_DIRECTORY : Path.of(named);
  }
}
