/**
 * OpenFlow 1.0 (with Open vSwitch's Nicira extensions) and 1.3 as a controller speaks it: the codec
 * for the messages that flow tables need, one connection to a switch, and {@link
 * io.quorate.ovs.openflow.FlowSync}, which brings a switch's tables to what they should be.
 *
 * <p>Calls block, with a time-out; events are told on a thread of the switch's own. Bytes from a
 * switch are hostile: whatever is wrong in them is one {@link
 * io.quorate.ovs.openflow.MalformedMessageException}, and the connection ends.
 */
@NullMarked
package io.quorate.ovs.openflow;

import org.jspecify.annotations.NullMarked;
