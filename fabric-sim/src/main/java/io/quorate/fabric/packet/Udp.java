package io.quorate.fabric.packet;

import static io.quorate.fabric.packet.Ethernet.HEADER_BYTES;

import java.util.Arrays;

/**
 * UDP over IPv4 (RFC 768). Accessors take the offset of a UDP header, found by {@link #at}. The
 * setters keep the checksum right; a checksum of zero means that the sender made none, and stays
 * zero.
 */
public final class Udp {
  /** Bytes of a UDP header. */
  public static final int BYTES = 8;

  private static final int DESTINATION = 2;
  private static final int LENGTH = 4;
  private static final int CHECKSUM = 6;

  private Udp() {}

  /** Offset of the UDP header of an IPv4 packet's first or only fragment, or -1. */
  public static int at(byte[] frame) {
    int ip = Ipv4.at(frame);
    return ip >= 0 ? at(frame, ip) : -1;
  }

  /** Offset of the UDP header behind a valid IPv4 header at {@code ip}, or -1. */
  public static int at(byte[] frame, int ip) {
    if (Ipv4.protocol(frame, ip) != Ipv4.PROTOCOL_UDP || Ipv4.isLaterFragment(frame, ip)) {
      return -1;
    }
    int at = Ipv4.payloadAt(frame, ip);
    return Ipv4.end(frame, ip) - at >= BYTES ? at : -1;
  }

  public static int sourcePort(byte[] frame, int at) {
    return BigEndian.u16(frame, at);
  }

  public static int destinationPort(byte[] frame, int at) {
    return BigEndian.u16(frame, at + DESTINATION);
  }

  /** Header and payload, as the header says: untrusted. */
  public static int length(byte[] frame, int at) {
    return BigEndian.u16(frame, at + LENGTH);
  }

  public static int checksum(byte[] frame, int at) {
    return BigEndian.u16(frame, at + CHECKSUM);
  }

  /**
   * True if the datagram is whole and unfragmented, its lengths agree, and its checksum is right or
   * absent.
   *
   * @param ip offset of the IPv4 header
   * @param at offset of the UDP header
   */
  public static boolean isIntact(byte[] frame, int ip, int at) {
    int length = length(frame, at);
    if (Ipv4.isFragment(frame, ip) || length < BYTES || length > Ipv4.end(frame, ip) - at) {
      return false;
    }
    return checksum(frame, at) == 0 || InternetChecksum.finish(sum(frame, ip, at, length)) == 0;
  }

  /** Copy of the payload of a datagram that {@link #isIntact}. */
  public static byte[] payload(byte[] frame, int at) {
    return Arrays.copyOfRange(frame, at + BYTES, at + length(frame, at));
  }

  public static void setSourcePort(byte[] frame, int at, int port) {
    setPort(frame, at, at, port);
  }

  public static void setDestinationPort(byte[] frame, int at, int port) {
    setPort(frame, at, at + DESTINATION, port);
  }

  /** Computes the checksum of an intact, unfragmented datagram anew. */
  public static void fillChecksum(byte[] frame, int ip, int at) {
    BigEndian.put16(frame, at + CHECKSUM, 0);
    int checksum = InternetChecksum.finish(sum(frame, ip, at, length(frame, at)));
    BigEndian.put16(frame, at + CHECKSUM, checksum == 0 ? 0xffff : checksum);
  }

  /**
   * A whole frame: Ethernet, IPv4 (TTL 64, do not fragment), UDP with checksum, payload.
   *
   * @throws IllegalArgumentException if the payload is longer than an IPv4 packet can hold
   */
  public static byte[] frame(
      long destinationMac,
      long sourceMac,
      int sourceIp,
      int destinationIp,
      int sourcePort,
      int destinationPort,
      byte[] payload) {
    int ip = HEADER_BYTES;
    int at = ip + Ipv4.HEADER_BYTES;
    byte[] frame = new byte[at + BYTES + payload.length];
    Ethernet.putHeader(frame, destinationMac, sourceMac, Ethernet.TYPE_IPV4);
    Ipv4.putHeader(frame, ip, Ipv4.PROTOCOL_UDP, sourceIp, destinationIp, BYTES + payload.length);
    BigEndian.put16(frame, at, sourcePort);
    BigEndian.put16(frame, at + DESTINATION, destinationPort);
    BigEndian.put16(frame, at + LENGTH, BYTES + payload.length);
    System.arraycopy(payload, 0, frame, at + BYTES, payload.length);
    fillChecksum(frame, ip, at);
    return frame;
  }

  static void addressChanged(byte[] frame, int ip, int before, int after) {
    int at = at(frame, ip);
    if (at >= 0 && checksum(frame, at) != 0) {
      putChecksum(frame, at, InternetChecksum.update32(checksum(frame, at), before, after));
    }
  }

  private static void setPort(byte[] frame, int at, int portAt, int port) {
    int before = BigEndian.u16(frame, portAt);
    BigEndian.put16(frame, portAt, port);
    if (checksum(frame, at) != 0) {
      putChecksum(frame, at, InternetChecksum.update16(checksum(frame, at), before, port));
    }
  }

  /** A computed zero is sent as all ones, because zero says that there is no checksum. */
  private static void putChecksum(byte[] frame, int at, int checksum) {
    BigEndian.put16(frame, at + CHECKSUM, checksum == 0 ? 0xffff : checksum);
  }

  private static long sum(byte[] frame, int ip, int at, int length) {
    return Ipv4.pseudoHeaderSum(frame, ip, length) + InternetChecksum.sum(frame, at, at + length);
  }
}
