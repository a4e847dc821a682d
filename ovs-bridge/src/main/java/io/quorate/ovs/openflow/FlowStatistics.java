package io.quorate.ovs.openflow;

/**
 * A flow and what it has seen.
 *
 * @param flow the flow
 * @param packets frames it was executed for
 * @param bytes of those frames
 * @param durationNs how long it has been there
 * @param flags of the flow as the switch numbers them; 0 in 1.0
 */
public record FlowStatistics(
    SwitchFlow flow, long packets, long bytes, long durationNs, int flags) {}
