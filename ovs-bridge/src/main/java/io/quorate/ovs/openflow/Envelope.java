package io.quorate.ovs.openflow;

/**
 * A message with its header.
 *
 * @param version as it stands in the header
 * @param xid transaction id, by which answers are told
 * @param message what is said
 */
record Envelope(int version, int xid, Message message) {}
