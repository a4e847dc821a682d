package io.quorate.ovs.port;

import java.util.List;

/**
 * How a port is opened. {@link #defaults()} suits a Paxos port.
 *
 * @param reception how frames are handed over
 * @param bufferBytes room for frames that have come and not been read: the socket's buffer or the
 *     ring, 64 KiB to 1 GiB. Beyond {@code net.core.rmem_max} the buffer of MESSAGES needs
 *     CAP_NET_ADMIN; without it, it is as large as allowed
 * @param frameBytesMax longest frame that is sent or received, VLAN tag included, 64 to 65,550
 *     bytes. Longer ones that arrive are dropped and counted, never cut
 * @param etherTypes the EtherTypes to receive, at most 64; empty means all
 * @param promiscuous whether frames for other addresses are received too; a port of a switch must
 * @param blockTimeoutMs for BLOCK_RING only, 1 to 1,000 ms
 */
public record PortOptions(
    Reception reception,
    int bufferBytes,
    int frameBytesMax,
    List<Integer> etherTypes,
    boolean promiscuous,
    int blockTimeoutMs) {

  private static final int BUFFER_BYTES_MIN = 1 << 16;
  private static final int BUFFER_BYTES_MAX = 1 << 30;
  private static final int FRAME_BYTES_LEAST = 64;
  private static final int FRAME_BYTES_MOST = 65_550;
  private static final int ETHER_TYPES_MAX = 64;
  private static final PortOptions DEFAULTS =
      new PortOptions(Reception.MESSAGES, 4 << 20, 2_048, List.of(), true, 1);

  /**
   * Checks the ranges.
   *
   * @throws PortException if a value is out of its range
   */
  public PortOptions {
    etherTypes = List.copyOf(etherTypes);
    within("receive buffer bytes", bufferBytes, BUFFER_BYTES_MIN, BUFFER_BYTES_MAX);
    within("longest frame", frameBytesMax, FRAME_BYTES_LEAST, FRAME_BYTES_MOST);
    within("number of EtherTypes", etherTypes.size(), 0, ETHER_TYPES_MAX);
    within("block timeout in ms", blockTimeoutMs, 1, 1_000);
    etherTypes.forEach(type -> within("EtherType", type, 0, 0xffff));
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new PortException(what + " is " + value + "; give one from " + least + " to " + most);
    }
  }

  /** MESSAGES, 4 MiB, frames of up to 2,048 bytes, every EtherType, promiscuous. */
  public static PortOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another way of handing frames over. */
  public PortOptions with(Reception value) {
    return new PortOptions(
        value, bufferBytes, frameBytesMax, etherTypes, promiscuous, blockTimeoutMs);
  }

  /** The same with another room for unread frames. */
  public PortOptions withBufferBytes(int value) {
    return new PortOptions(
        reception, value, frameBytesMax, etherTypes, promiscuous, blockTimeoutMs);
  }

  /** The same with another longest frame. */
  public PortOptions withFrameBytesMax(int value) {
    return new PortOptions(reception, bufferBytes, value, etherTypes, promiscuous, blockTimeoutMs);
  }

  /** The same with other EtherTypes; none means all. */
  public PortOptions withEtherTypes(List<Integer> value) {
    return new PortOptions(
        reception, bufferBytes, frameBytesMax, value, promiscuous, blockTimeoutMs);
  }
}
