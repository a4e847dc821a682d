package io.quorate.ovs.port;

/** What an interface can do. */
public enum PortState {
  /** Frames flow. */
  UP,
  /** It is switched off, or the other end of its cable is; the port works again when it is up. */
  DOWN,
  /** It was deleted or moved elsewhere: the port must be closed, and opened anew if it returns. */
  GONE
}
