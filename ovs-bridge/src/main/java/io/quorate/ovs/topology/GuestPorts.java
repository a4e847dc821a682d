package io.quorate.ovs.topology;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.plan.FlowPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * The ports that are added to somebody else's switches: a veth pair for each, one end of which is
 * the switch's port 100 and the other where its process reads and writes frames.
 */
final class GuestPorts {

  private static final int INTERFACE_CHARS_MAX = 15;

  private final Fabric fabric;
  private final Shell shell;
  private final OvsPrograms ovs;

  GuestPorts(Fabric fabric, Shell shell, OvsPrograms ovs) {
    this.fabric = fabric;
    this.shell = shell;
    this.ovs = ovs;
  }

  /** The switch's end. */
  String port(String switchName) {
    String base = "q-" + switchName;
    int place = fabric.switches().stream().map(Switch::name).toList().indexOf(switchName);
    return base.length() < INTERFACE_CHARS_MAX ? base : "q-sw" + (place + 1);
  }

  /** The process's end. */
  String processEnd(String switchName) {
    return port(switchName) + "p";
  }

  /**
   * Sees that the names are free.
   *
   * @throws TopologyException naming one that is not
   */
  void refuseTaken(Mininet found, String switchName) {
    String port = port(switchName);
    if (found.hasInterface(port) || found.hasInterface(processEnd(switchName))) {
      throw new TopologyException(
          "there is an interface "
              + port
              + " already; quorate attach --clean takes away what is left of ours");
    }
  }

  /** Adds the port to a switch. */
  void add(String switchName) {
    String port = port(switchName);
    int mtu = fabric.mtuBytes() + 4; // a VLAN tag on the longest frame
    shell.feed(
        """
        ip link add %1$s mtu %3$d type veth peer name %2$s mtu %3$d
        for each in %1$s %2$s; do
          echo 1 >/proc/sys/net/ipv6/conf/$each/disable_ipv6 2>/dev/null || true
          ethtool -K $each tx off rxvlan off txvlan off gro off gso off tso off >/dev/null
          ip link set $each up
        done
        """
            .formatted(port, processEnd(switchName), mtu),
        "nsenter",
        "--net=" + ovs.namespace(),
        "--",
        "sh",
        "-e",
        "-s");
    String wanted = Integer.toString(FlowPlan.PAXOS_PORT);
    ovs.vsctl(
        "--",
        "add-port",
        switchName,
        port,
        "--",
        "set",
        "interface",
        port,
        "ofport_request=" + wanted);
    String number = ovs.vsctl("get", "interface", port, "ofport").strip();
    if (!number.equals(wanted)) {
      throw new TopologyException(
          "%s gave our port the number %s; %s is needed".formatted(switchName, number, wanted));
    }
    // What the switch floods is not for us.
    ovs.ofctl("mod-port", switchName, port, "no-flood");
  }

  /** Takes the port from a switch; its veth stays. */
  void remove(String switchName) {
    ovs.vsctl("--if-exists", "del-port", switchName, port(switchName));
  }

  /**
   * Takes the veths away.
   *
   * @param namespace file of the network namespace that they are in
   */
  void removeVeths(Path namespace) {
    for (Switch each : fabric.switches()) {
      String port = port(each.name());
      if (shell.attempt("", link(namespace, "show", port)).exit() == 0) {
        shell.run(link(namespace, "del", port));
      }
    }
  }

  private static String[] link(Path namespace, String verb, String port) {
    return List.of("nsenter", "--net=" + namespace, "--", "ip", "link", verb, port)
        .toArray(String[]::new);
  }
}
