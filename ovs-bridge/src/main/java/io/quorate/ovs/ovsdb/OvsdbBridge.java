package io.quorate.ovs.ovsdb;

import java.util.List;
import java.util.Map;

/**
 * A bridge as the database has it.
 *
 * @param name its name
 * @param datapathType as {@link BridgeSpec}
 * @param datapathId 16 hexadecimal digits; empty while ovs-vswitchd has not made it
 * @param failMode {@code secure}, {@code standalone} or empty
 * @param protocols versions of OpenFlow; empty = what Open vSwitch takes by itself
 * @param ports names, its own among them
 * @param controllers targets that it connects to
 * @param externalIds marks
 */
public record OvsdbBridge(
    String name,
    String datapathType,
    String datapathId,
    String failMode,
    List<String> protocols,
    List<String> ports,
    List<String> controllers,
    Map<String, String> externalIds) {}
