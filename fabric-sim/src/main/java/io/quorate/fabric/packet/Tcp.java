package io.quorate.fabric.packet;

/**
 * As much of TCP over IPv4 (RFC 9293) as a switch needs: ports, flags and the checksum. Accessors
 * take the offset of a TCP header, found by {@link #at}.
 */
public final class Tcp {
  /** Bytes of a header without options. */
  public static final int HEADER_BYTES = 20;

  private static final int DESTINATION = 2;
  private static final int OFFSET_AND_FLAGS = 12;
  private static final int CHECKSUM = 16;

  private Tcp() {}

  /** Offset of the TCP header of an IPv4 packet's first or only fragment, or -1. */
  public static int at(byte[] frame) {
    int ip = Ipv4.at(frame);
    return ip >= 0 ? at(frame, ip) : -1;
  }

  /** Offset of the TCP header behind a valid IPv4 header at {@code ip}, or -1. */
  public static int at(byte[] frame, int ip) {
    if (Ipv4.protocol(frame, ip) != Ipv4.PROTOCOL_TCP || Ipv4.isLaterFragment(frame, ip)) {
      return -1;
    }
    int at = Ipv4.payloadAt(frame, ip);
    int there = Ipv4.end(frame, ip) - at;
    if (there < HEADER_BYTES) {
      return -1;
    }
    int header = (BigEndian.u8(frame, at + OFFSET_AND_FLAGS) >>> 4) * 4;
    return header >= HEADER_BYTES && header <= there ? at : -1;
  }

  public static int sourcePort(byte[] frame, int at) {
    return BigEndian.u16(frame, at);
  }

  public static int destinationPort(byte[] frame, int at) {
    return BigEndian.u16(frame, at + DESTINATION);
  }

  /** The twelve bits of reserved bits and flags. */
  public static int flags(byte[] frame, int at) {
    return BigEndian.u16(frame, at + OFFSET_AND_FLAGS) & 0xfff;
  }

  /** True if the checksum of an unfragmented segment is right. */
  public static boolean checksumVerifies(byte[] frame, int ip, int at) {
    return InternetChecksum.finish(sum(frame, ip, at)) == 0;
  }

  public static void setSourcePort(byte[] frame, int at, int port) {
    setPort(frame, at, at, port);
  }

  public static void setDestinationPort(byte[] frame, int at, int port) {
    setPort(frame, at, at + DESTINATION, port);
  }

  /** Computes the checksum of an unfragmented segment anew. */
  public static void fillChecksum(byte[] frame, int ip, int at) {
    BigEndian.put16(frame, at + CHECKSUM, 0);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.finish(sum(frame, ip, at)));
  }

  static void addressChanged(byte[] frame, int ip, int before, int after) {
    int at = at(frame, ip);
    if (at >= 0) {
      int checksum = BigEndian.u16(frame, at + CHECKSUM);
      BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.update32(checksum, before, after));
    }
  }

  private static void setPort(byte[] frame, int at, int portAt, int port) {
    int before = BigEndian.u16(frame, portAt);
    BigEndian.put16(frame, portAt, port);
    int checksum = BigEndian.u16(frame, at + CHECKSUM);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.update16(checksum, before, port));
  }

  private static long sum(byte[] frame, int ip, int at) {
    int end = Ipv4.end(frame, ip);
    return Ipv4.pseudoHeaderSum(frame, ip, end - at) + InternetChecksum.sum(frame, at, end);
  }
}
