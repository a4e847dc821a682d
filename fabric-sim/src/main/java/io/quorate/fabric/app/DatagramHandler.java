package io.quorate.fabric.app;

/** Takes the datagrams that reach a UDP port of a host. */
@FunctionalInterface
public interface DatagramHandler {

  /**
   * A datagram with a right (or no) checksum arrived.
   *
   * @param sourceIp the sender's IPv4 address
   * @param sourcePort the sender's UDP port
   * @param payload the handler's own
   */
  void received(int sourceIp, int sourcePort, byte[] payload);
}
