package io.quorate.ovs.ovsdb;

import java.util.Map;

/**
 * A port with one interface that is to be.
 *
 * @param name of both
 * @param type empty for an interface of the system, {@code internal}, {@code afxdp}, {@code dummy}
 * @param ofportRequest OpenFlow number, 1..65279; 0 = any
 * @param mtuRequest bytes; 0 = as it is
 * @param externalIds of the interface; {@code iface-id} among them
 * @param options of the interface's type
 */
public record PortSpec(
    String name,
    String type,
    int ofportRequest,
    int mtuRequest,
    Map<String, String> externalIds,
    Map<String, String> options) {

  public PortSpec {
    externalIds = Map.copyOf(externalIds);
    options = Map.copyOf(options);
  }

  /** An interface of the system. */
  public static PortSpec system(String name, int ofportRequest) {
    return new PortSpec(name, "", ofportRequest, 0, Map.of(), Map.of());
  }

  /** This one with an MTU, in bytes. */
  public PortSpec withMtu(int bytes) {
    return new PortSpec(name, type, ofportRequest, bytes, externalIds, options);
  }

  /** This one with another type. */
  public PortSpec ofType(String other) {
    return new PortSpec(name, other, ofportRequest, mtuRequest, externalIds, options);
  }

  /** This one, marked. */
  public PortSpec marked(Map<String, String> ids) {
    return new PortSpec(name, type, ofportRequest, mtuRequest, ids, options);
  }
}
