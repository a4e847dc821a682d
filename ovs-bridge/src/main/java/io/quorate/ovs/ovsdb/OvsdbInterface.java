package io.quorate.ovs.ovsdb;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An interface as the database has it.
 *
 * @param name of the interface
 * @param port of which it is part, usually by the same name
 * @param bridge of the port
 * @param type as {@link PortSpec}
 * @param ofport OpenFlow number; absent before ovs-vswitchd has looked, -1 if it could not
 * @param mac in use, with colons; empty while unknown
 * @param adminUp it is configured up
 * @param linkUp it has carrier
 * @param error why it does not work; empty if it does
 * @param mtuBytes in use; 0 while unknown
 * @param externalIds marks
 */
public record OvsdbInterface(
    String name,
    String port,
    String bridge,
    String type,
    OptionalInt ofport,
    String mac,
    boolean adminUp,
    boolean linkUp,
    String error,
    int mtuBytes,
    Map<String, String> externalIds) {

  /** Its {@code iface-id}, if it has one. */
  public Optional<String> ifaceId() {
    return Optional.ofNullable(externalIds.get("iface-id"));
  }
}
