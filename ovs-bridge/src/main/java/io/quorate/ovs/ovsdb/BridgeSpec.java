package io.quorate.ovs.ovsdb;

import java.util.List;
import java.util.Map;

/**
 * A bridge that is to be.
 *
 * @param name also that of its own port, at most 15 characters
 * @param datapathType {@code netdev} for the userspace datapath, {@code dummy} in tests
 * @param failMode {@code secure}: without a controller it does what its flows say
 * @param protocols versions of OpenFlow, as {@code OpenFlow13}
 * @param externalIds for whoever looks after the bridge
 * @param otherConfig as ovs-vswitchd.conf.db(5) tells
 */
public record BridgeSpec(
    String name,
    String datapathType,
    String failMode,
    List<String> protocols,
    Map<String, String> externalIds,
    Map<String, String> otherConfig) {

  public BridgeSpec {
    protocols = List.copyOf(protocols);
    externalIds = Map.copyOf(externalIds);
    otherConfig = Map.copyOf(otherConfig);
  }

  /** On the userspace datapath, secure, for OpenFlow 1.0 and 1.3. */
  public static BridgeSpec userspace(String name) {
    return new BridgeSpec(
        name, "netdev", "secure", List.of("OpenFlow10", "OpenFlow13"), Map.of(), Map.of());
  }

  /** This one, marked. */
  public BridgeSpec marked(Map<String, String> ids) {
    return new BridgeSpec(name, datapathType, failMode, protocols, ids, otherConfig);
  }
}
