package io.quorate.fabric.sim;

/**
 * Watches frames pass through links, for traces and observers. Called in the order in which things
 * happen, at the simulator's present time. A tap must leave the frame as it is and may not keep it:
 * its owner may rewrite it afterwards.
 */
public interface Tap {

  /** A node gave the frame to the lane; it may still be dropped there and then. */
  void sent(Lane lane, byte[] frame);

  /** The frame, perhaps with a bit flipped, is about to be received by the node at the end. */
  void delivered(Lane lane, byte[] frame);

  /** The frame was lost; a frame lost in flight is reported when it would have arrived. */
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
      public void delivered(Lane lane, byte[] frame) {
        first.delivered(lane, frame);
        second.delivered(lane, frame);
      }

      @Override
      public void dropped(Lane lane, byte[] frame, DropReason reason) {
        first.dropped(lane, frame, reason);
        second.dropped(lane, frame, reason);
      }
    };
  }
}
