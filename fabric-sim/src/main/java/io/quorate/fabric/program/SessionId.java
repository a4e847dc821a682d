package io.quorate.fabric.program;

import io.quorate.paxos.machine.Sessions;

/**
 * How a fabric names sessions. A packet's client is known by IPv4 address and UDP port, a client
 * that speaks our protocol by MAC address and a number of its own.
 */
public final class SessionId {

  /** Session of whoever runs the group: no host has the MAC address that it would begin with. */
  public static final long OPERATOR = -1;

  private static final int LOW_BITS = 16;
  private static final int LOW_MASK = (1 << LOW_BITS) - 1;

  private SessionId() {}

  /** Session of an ordinary UDP client. */
  public static long ofPacket(int ipv4, int udpPort) {
    return (ipv4 & 0xFFFFFFFFL) << LOW_BITS | udpPort;
  }

  /** Session {@code number}, 0 to 65535, of a client that speaks our protocol. */
  public static long ofClient(long mac, int number) {
    return mac << LOW_BITS | number;
  }

  /** MAC address of a client that speaks our protocol. */
  public static long mac(long session) {
    return session >>> LOW_BITS;
  }

  /** Address of an ordinary UDP client. */
  public static int ipv4(long session) {
    return (int) (session >>> LOW_BITS);
  }

  /**
   * The sequence with which a session goes on that was told a horizon: the one it would have used
   * next, unless the group would not take that.
   */
  public static long goOn(long next, long horizon) {
    long ahead = next - horizon;
    return ahead > 0 && ahead <= Sessions.LEAP_MAX ? next : horizon + 1;
  }

  /** UDP port of an ordinary client, or the number of a session of our own protocol. */
  public static int low(long session) {
    return (int) session & LOW_MASK;
  }
}
