package io.quorate.ovs.openflow;

/**
 * What a switch says of itself.
 *
 * @param datapathId 64 bits; the low 48 are usually the bridge's MAC address
 * @param buffers frames that it keeps for the controller
 * @param tables how many there are, 254 in Open vSwitch
 * @param capabilities as the specification numbers them
 */
public record SwitchFeatures(long datapathId, long buffers, int tables, int capabilities) {}
