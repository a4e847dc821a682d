package io.quorate.fabric.program;

import java.util.Arrays;

/**
 * The packets that one host sent last, so that a copy made by the network is known for what it is.
 *
 * <p>Only packets that allow fragmentation can be told apart: their IPv4 identification is unique
 * for as long as copies live (RFC 6864, section 4). For others the field says nothing, and a copy
 * counts as a packet of its own.
 */
final class RecentPackets {

  private static final int SIZE = 64;
  private static final long NONE = -1;

  private final long[] keys = new long[SIZE];
  private int next;

  RecentPackets() {
    Arrays.fill(keys, NONE);
  }

  /**
   * Notes a packet.
   *
   * @return false if it was among the last ones already
   */
  boolean add(int identification, int udpPorts, int udpChecksum) {
    long key = (long) identification << 48 | (long) udpChecksum << 32 | (udpPorts & 0xFFFFFFFFL);
    for (long each : keys) {
      if (each == key) {
        return false;
      }
    }
    keys[next] = key;
    next = (next + 1) % SIZE;
    return true;
  }
}
