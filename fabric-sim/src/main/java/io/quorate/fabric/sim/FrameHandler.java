package io.quorate.fabric.sim;

/** Takes frames that reach a host and are neither ARP nor IPv4. */
@FunctionalInterface
interface FrameHandler {

  /**
   * A frame arrived for this host.
   *
   * @param frame read only
   * @return false if it is not for this handler
   */
  boolean received(byte[] frame);
}
