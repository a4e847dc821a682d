package io.quorate.fabric.program;

import java.util.LinkedHashSet;

/**
 * The packets that one host sent last, so that a copy made by the network is known for what it is.
 *
 * <p>Only packets that allow fragmentation can be told apart: their IPv4 identification is unique
 * for as long as copies live (RFC 6864, section 4). For others the field says nothing, and a copy
 * counts as a packet of its own.
 */
final class RecentPackets {

  /**
   * Packets remembered of one host. A link may hold a copy back for as long as it takes to send
   * thousands of others; but a quarter of all identifications is as far as they can be told from
   * those of the next round.
   */
  static final int PACKETS_MAX = 1 << 14;

  private final LinkedHashSet<Long> keys = new LinkedHashSet<>();

  /**
   * Notes a packet.
   *
   * @return false if it was among the last ones already
   */
  boolean add(int identification, int udpPorts, int udpChecksum) {
    long key = (long) identification << 48 | (long) udpChecksum << 32 | (udpPorts & 0xFFFFFFFFL);
    if (!keys.add(key)) {
      return false;
    }
    if (keys.size() > PACKETS_MAX) {
      keys.removeFirst();
    }
    return true;
  }
}
