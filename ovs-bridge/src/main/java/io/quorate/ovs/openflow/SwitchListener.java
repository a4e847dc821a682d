package io.quorate.ovs.openflow;

import java.util.List;

/**
 * Is told what happens at a switch, on a thread of the switch's own, in order. It may take its time
 * and may ask the switch things.
 */
public interface SwitchListener {

  /** How a port changed. */
  enum PortChange {
    ADDED,
    DELETED,
    MODIFIED
  }

  /**
   * A frame that a switch sent to its controller.
   *
   * @param inPort by which it came in
   * @param reason as the specification numbers them: 0 no flow, 1 an action …
   * @param table of the flow
   * @param cookie of the flow; 0 in 1.0
   * @param frame from the Ethernet destination on; perhaps its beginning only
   */
  record PacketIn(int inPort, int reason, int table, long cookie, Bytes frame) {}

  /**
   * A flow that is gone.
   *
   * @param flow without its actions
   * @param reason 0 idle, 1 hard time-out, 2 deleted, 3 its group was
   * @param packets frames it was executed for
   * @param bytes of those
   */
  record FlowRemoved(SwitchFlow flow, int reason, long packets, long bytes) {}

  /** Connected, for the first time or again. */
  default void connected(SwitchFeatures features) {}

  /** The connection is gone, and is being sought again. */
  default void disconnected(String reason) {}

  /** After a reconnection, what was missing has been put back. */
  default void resynchronised(List<Change> changes) {}

  /** After a reconnection, what was missing could not be put back. */
  default void notResynchronised(OpenFlowException reason) {}

  default void portChanged(PortChange change, SwitchPort port) {}

  default void packetIn(PacketIn packet) {}

  default void flowRemoved(FlowRemoved removed) {}
}
