package io.quorate.fabric.link;

/** Why a frame that was sent into a link did not come out. */
public enum DropReason {
  /** Its payload is longer than the link's MTU. */
  TOO_LONG(0, "longer than the MTU"),
  /** The link had no carrier when the frame was sent. */
  NO_CARRIER(1, "no carrier"),
  /** The link lost its carrier while the frame was in it. */
  CARRIER_LOST(2, "carrier lost in flight"),
  /** As many frames as may were waiting for transmission. */
  QUEUE_FULL(3, "queue full"),
  /** The direction is blocked by a partition. */
  BLOCKED(4, "blocked by a partition"),
  /** The link's own loss. */
  LINK_LOSS(5, "link loss"),
  /** Loss injected by a fault. */
  FAULT_LOSS(6, "injected loss"),
  /** The node at the end was down, or would take no more frames. */
  NODE_DOWN(7, "node down");

  /** Codes are 0 up to this, exclusive. */
  public static final int CODES = 8;

  private final int code;
  private final String text;

  DropReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** A number that stays the same, whatever reasons are added; trace digests hold it. */
  public int code() {
    return code;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
