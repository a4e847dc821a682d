package io.quorate.ovs.link;

import io.quorate.fabric.link.DropReason;

/**
 * Watches frames pass through links. Called on the relay's thread, which everything waits for:
 * return at once. Frames are read only and may be kept. Times are nanoseconds since 1970.
 */
public interface LinkTap {

  /**
   * A frame left a node and was not lost.
   *
   * @param lane which direction of which link, see {@link LinkRelay#lanes}
   */
  void sent(int lane, long timeNs, byte[] frame);

  /**
   * A frame reaches the node at the other end.
   *
   * @param alterations what faults did to it: {@link io.quorate.fabric.link.Medium#CORRUPTED} and
   *     so on, added up
   */
  void delivered(int lane, long timeNs, byte[] frame, int alterations);

  /** A frame was lost. */
  void dropped(int lane, long timeNs, byte[] frame, DropReason reason);
}
