package io.quorate.fabric.sim;

import io.quorate.fabric.link.DropReason;

/**
 * Watches frames pass through links, for traces and observers. Called in the order in which things
 * happen, at the simulator's present time. Frames are read only.
 */
public interface Tap {

  /** The frame left the node; it will be delivered, or dropped when the carrier is lost. */
  void sent(Lane lane, byte[] frame);

  /**
   * The frame is about to be received by the node at the end.
   *
   * @param alterations what faults did to it on the way: {@link Lane#CORRUPTED}, {@link
   *     Lane#DUPLICATE}, {@link Lane#HELD}, added up; 0 for nothing
   */
  void delivered(Lane lane, byte[] frame, int alterations);

  /**
   * The frame was lost: instead of being sent, or, when its carrier was lost in flight, at the time
   * when it would have arrived.
   */
  void dropped(Lane lane, byte[] frame, DropReason reason);

  /** A tap that passes everything to one tap and then to another. */
  static Tap both(Tap first, Tap second) {
    return new Tap() {
      @Override
      public void sent(Lane lane, byte[] frame) {
        first.sent(lane, frame);
        second.sent(lane, frame);
      }

      @Override
      public void delivered(Lane lane, byte[] frame, int alterations) {
        first.delivered(lane, frame, alterations);
        second.delivered(lane, frame, alterations);
      }

      @Override
      public void dropped(Lane lane, byte[] frame, DropReason reason) {
        first.dropped(lane, frame, reason);
        second.dropped(lane, frame, reason);
      }
    };
  }
}
