package io.quorate.fabric.packet;

/**
 * The IPv4 header (RFC 791). Accessors take the offset of a header that {@link #at} found or {@link
 * #isValid} accepted. The setters keep the header checksum right, and the address setters the UDP
 * or TCP checksum too, both incrementally: what was wrong before stays wrong, as on a real switch.
 */
public final class Ipv4 {
  public static final int PROTOCOL_ICMP = 1;
  public static final int PROTOCOL_TCP = 6;
  public static final int PROTOCOL_UDP = 17;

  /** Bytes of a header without options. */
  public static final int HEADER_BYTES = 20;

  /** Time to live of the packets that we build, in hops. */
  public static final int TTL_DEFAULT = 64;

  private static final int TOS = 1;
  private static final int TOTAL = 2;
  private static final int IDENTIFICATION = 4;
  private static final int FRAGMENT = 6;
  private static final int TTL = 8;
  private static final int PROTOCOL = 9;
  private static final int CHECKSUM = 10;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;

  private static final int DONT_FRAGMENT = 0x4000;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET_MASK = 0x1fff;

  private Ipv4() {}

  /** Offset of a valid IPv4 header behind any VLAN tags, or -1. */
  public static int at(byte[] frame) {
    int at = Ethernet.payloadAt(frame, Ethernet.TYPE_IPV4);
    return at >= 0 && isValid(frame, at) ? at : -1;
  }

  /** True if a header stands at the offset whose lengths fit in the frame and in each other. */
  public static boolean isValid(byte[] frame, int at) {
    int there = frame.length - at;
    if (there < HEADER_BYTES || BigEndian.u8(frame, at) >>> 4 != 4) {
      return false;
    }
    int header = headerBytes(frame, at);
    int total = totalBytes(frame, at);
    return header >= HEADER_BYTES && header <= total && total <= there;
  }

  public static int headerBytes(byte[] frame, int at) {
    return (BigEndian.u8(frame, at) & 15) * 4;
  }

  /** Header and payload, without any Ethernet padding behind. */
  public static int totalBytes(byte[] frame, int at) {
    return BigEndian.u16(frame, at + TOTAL);
  }

  /** Offset of the payload. */
  public static int payloadAt(byte[] frame, int at) {
    return at + headerBytes(frame, at);
  }

  /** Offset behind the payload. */
  public static int end(byte[] frame, int at) {
    return at + totalBytes(frame, at);
  }

  /** The byte of DSCP (high six bits) and ECN (low two). */
  public static int tos(byte[] frame, int at) {
    return BigEndian.u8(frame, at + TOS);
  }

  public static int identification(byte[] frame, int at) {
    return BigEndian.u16(frame, at + IDENTIFICATION);
  }

  public static int ttl(byte[] frame, int at) {
    return BigEndian.u8(frame, at + TTL);
  }

  public static int protocol(byte[] frame, int at) {
    return BigEndian.u8(frame, at + PROTOCOL);
  }

  public static int source(byte[] frame, int at) {
    return BigEndian.i32(frame, at + SOURCE);
  }

  public static int destination(byte[] frame, int at) {
    return BigEndian.i32(frame, at + DESTINATION);
  }

  /**
   * True if the packet may be fragmented on its way (DF is 0), so that its identification tells.
   */
  public static boolean allowsFragments(byte[] frame, int at) {
    return (BigEndian.u16(frame, at + FRAGMENT) & DONT_FRAGMENT) == 0;
  }

  /** True for any part of a fragmented packet. */
  public static boolean isFragment(byte[] frame, int at) {
    return (BigEndian.u16(frame, at + FRAGMENT) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
  }

  /** True for a fragment that does not hold the beginning of the payload. */
  public static boolean isLaterFragment(byte[] frame, int at) {
    return (BigEndian.u16(frame, at + FRAGMENT) & OFFSET_MASK) != 0;
  }

  /** True if the header checksum is right. */
  public static boolean checksumVerifies(byte[] frame, int at) {
    return InternetChecksum.verifies(frame, at, payloadAt(frame, at));
  }

  public static void setSource(byte[] frame, int at, int address) {
    setAddress(frame, at, at + SOURCE, address);
  }

  public static void setDestination(byte[] frame, int at, int address) {
    setAddress(frame, at, at + DESTINATION, address);
  }

  /** Stores the byte of DSCP and ECN. */
  public static void setTos(byte[] frame, int at, int tos) {
    int before = BigEndian.u16(frame, at);
    BigEndian.put8(frame, at + TOS, tos);
    updateChecksum(frame, at, before, BigEndian.u16(frame, at));
  }

  public static void setTtl(byte[] frame, int at, int ttl) {
    int before = BigEndian.u16(frame, at + TTL);
    BigEndian.put8(frame, at + TTL, ttl);
    updateChecksum(frame, at, before, BigEndian.u16(frame, at + TTL));
  }

  /**
   * Stores the identification, and whether the packet may be fragmented on its way; it is whole.
   * RFC 6864 wants identifications to differ where it may.
   */
  public static void setIdentification(
      byte[] frame, int at, int identification, boolean dontFragment) {
    BigEndian.put16(frame, at + IDENTIFICATION, identification);
    BigEndian.put16(frame, at + FRAGMENT, dontFragment ? DONT_FRAGMENT : 0);
    fillChecksum(frame, at);
  }

  /** Computes the header checksum anew. */
  public static void fillChecksum(byte[] frame, int at) {
    BigEndian.put16(frame, at + CHECKSUM, 0);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.of(frame, at, payloadAt(frame, at)));
  }

  /**
   * Writes a header without options, checksum included.
   *
   * @param payloadBytes length of what follows; with the header at most 65535
   */
  static void putHeader(
      byte[] frame, int at, int protocol, int source, int destination, int payloadBytes) {
    int total = HEADER_BYTES + payloadBytes;
    if (total > 0xffff) {
      throw new IllegalArgumentException("IPv4 packet of " + total + " bytes; at most 65535");
    }
    BigEndian.put16(frame, at, 0x4500);
    BigEndian.put16(frame, at + TOTAL, total);
    BigEndian.put16(frame, at + IDENTIFICATION, 0);
    BigEndian.put16(frame, at + FRAGMENT, DONT_FRAGMENT);
    BigEndian.put8(frame, at + TTL, TTL_DEFAULT);
    BigEndian.put8(frame, at + PROTOCOL, protocol);
    BigEndian.put32(frame, at + SOURCE, source);
    BigEndian.put32(frame, at + DESTINATION, destination);
    fillChecksum(frame, at);
  }

  /** Sum over the pseudo header of UDP and TCP. */
  static long pseudoHeaderSum(byte[] frame, int at, int transportBytes) {
    return InternetChecksum.sum(frame, at + SOURCE, at + SOURCE + 8)
        + protocol(frame, at)
        + transportBytes;
  }

  private static void setAddress(byte[] frame, int at, int addressAt, int address) {
    int before = BigEndian.i32(frame, addressAt);
    BigEndian.put32(frame, addressAt, address);
    int checksum = BigEndian.u16(frame, at + CHECKSUM);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.update32(checksum, before, address));
    switch (protocol(frame, at)) {
      case PROTOCOL_UDP -> Udp.addressChanged(frame, at, before, address);
      case PROTOCOL_TCP -> Tcp.addressChanged(frame, at, before, address);
      default -> {}
    }
  }

  private static void updateChecksum(byte[] frame, int at, int before, int after) {
    int checksum = BigEndian.u16(frame, at + CHECKSUM);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.update16(checksum, before, after));
  }
}
