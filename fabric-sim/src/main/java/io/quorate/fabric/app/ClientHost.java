package io.quorate.fabric.app;

/** What a client's processes need of the host that they run on. */
public interface ClientHost {

  String name();

  /** MAC address of the host's interface, in the low 48 bits. */
  long mac();

  /** Has datagrams that come to a UDP port taken by the handler. */
  void listen(int port, DatagramHandler handler);

  /**
   * Sends a datagram.
   *
   * @return false if it is longer than the host can send at once
   */
  boolean send(int sourcePort, int destinationIp, int destinationPort, byte[] payload);

  /** Has REPLYs and REFUSALs to a session of our own protocol taken by the handler. */
  void open(long session, ReplyHandler handler);

  /**
   * Sends a frame of our own protocol.
   *
   * @param frame with its Ethernet header; given away
   */
  void transmit(byte[] frame);
}
