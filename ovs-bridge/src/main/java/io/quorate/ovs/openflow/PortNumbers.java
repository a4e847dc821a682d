package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Ports;

/**
 * Port numbers: 16 bits in OpenFlow 1.0 and in flows of ours, 32 bits since 1.1, where the reserved
 * ones moved to the top.
 */
final class PortNumbers {
  /** The switch's own forwarding by learned addresses. */
  static final int NORMAL = 0xfffa;

  /** To the controller. */
  static final int CONTROLLER = 0xfffd;

  private static final int RESERVED_FROM = 0xff00;
  private static final int WIDE = 0xffff0000;

  private PortNumbers() {}

  /** As 1.3 writes it. */
  static int wide(int port) {
    return port >= RESERVED_FROM ? port | WIDE : port;
  }

  /**
   * From 1.3's number.
   *
   * @throws MalformedMessageException if it has no place in 16 bits, as no port of OVS has
   */
  static int narrow(int wide) {
    if (wide >>> 16 == 0xffff && (wide & 0xffff) >= RESERVED_FROM) {
      return wide & 0xffff;
    }
    if (wide < 0 || wide > Ports.MAX) {
      throw new MalformedMessageException("port number " + Integer.toUnsignedString(wide));
    }
    return wide;
  }
}
