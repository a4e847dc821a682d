package io.quorate.fabric.packet;

import static io.quorate.fabric.packet.Ethernet.HEADER_BYTES;

import java.util.Arrays;

/**
 * ICMP echo over IPv4 (RFC 792). Accessors take the offset of an ICMP header, found by {@link #at}.
 */
public final class Icmp {
  public static final int ECHO_REPLY = 0;
  public static final int DESTINATION_UNREACHABLE = 3;
  public static final int ECHO_REQUEST = 8;

  /** Bytes of an echo header. */
  public static final int BYTES = 8;

  /** Codes of {@link #DESTINATION_UNREACHABLE} (RFC 792; RFC 1191 for the last). */
  public static final int CODE_PROTOCOL = 2;

  public static final int CODE_PORT = 3;
  public static final int CODE_FRAGMENTATION_NEEDED = 4;

  private static final int CODE = 1;
  private static final int CHECKSUM = 2;
  private static final int IDENTIFIER = 4;
  private static final int SEQUENCE = 6;

  /** Where the message stands in a frame that we build. */
  private static final int MESSAGE_AT = HEADER_BYTES + Ipv4.HEADER_BYTES;

  private Icmp() {}

  /** Offset of the ICMP header of an IPv4 packet's first or only fragment, or -1. */
  public static int at(byte[] frame) {
    int ip = Ipv4.at(frame);
    return ip >= 0 ? at(frame, ip) : -1;
  }

  /** Offset of the ICMP header behind a valid IPv4 header at {@code ip}, or -1. */
  public static int at(byte[] frame, int ip) {
    if (Ipv4.protocol(frame, ip) != Ipv4.PROTOCOL_ICMP || Ipv4.isLaterFragment(frame, ip)) {
      return -1;
    }
    int at = Ipv4.payloadAt(frame, ip);
    return Ipv4.end(frame, ip) - at >= BYTES ? at : -1;
  }

  public static int type(byte[] frame, int at) {
    return BigEndian.u8(frame, at);
  }

  public static int code(byte[] frame, int at) {
    return BigEndian.u8(frame, at + CODE);
  }

  public static int identifier(byte[] frame, int at) {
    return BigEndian.u16(frame, at + IDENTIFIER);
  }

  public static int sequence(byte[] frame, int at) {
    return BigEndian.u16(frame, at + SEQUENCE);
  }

  /** True if the checksum of an unfragmented message is right. */
  public static boolean checksumVerifies(byte[] frame, int ip, int at) {
    return InternetChecksum.verifies(frame, at, Ipv4.end(frame, ip));
  }

  public static void setType(byte[] frame, int at, int type) {
    int before = BigEndian.u16(frame, at);
    BigEndian.put8(frame, at, type);
    updateChecksum(frame, at, before);
  }

  public static void setCode(byte[] frame, int at, int code) {
    int before = BigEndian.u16(frame, at);
    BigEndian.put8(frame, at + CODE, code);
    updateChecksum(frame, at, before);
  }

  /** A whole echo request. */
  public static byte[] echoRequest(
      long destinationMac,
      long sourceMac,
      int sourceIp,
      int destinationIp,
      int identifier,
      int sequence,
      byte[] payload) {
    byte[] frame = new byte[MESSAGE_AT + BYTES + payload.length];
    Ethernet.putHeader(frame, destinationMac, sourceMac, Ethernet.TYPE_IPV4);
    int bytes = BYTES + payload.length;
    Ipv4.putHeader(frame, HEADER_BYTES, Ipv4.PROTOCOL_ICMP, sourceIp, destinationIp, bytes);
    putMessage(frame, ECHO_REQUEST, 0, (identifier << 16) | (sequence & 0xffff), payload);
    return frame;
  }

  /**
   * The answer to an echo request: a new, untagged frame back to its sender, same identifier,
   * sequence and payload.
   *
   * @param request a frame in which {@code ip} and {@code at} are the offsets of the two headers
   */
  public static byte[] echoReply(byte[] request, int ip, int at) {
    byte[] payload = Arrays.copyOfRange(request, at + BYTES, Ipv4.end(request, ip));
    byte[] reply = answer(request, ip, payload.length);
    putMessage(reply, ECHO_REPLY, 0, BigEndian.i32(request, at + IDENTIFIER), payload);
    return reply;
  }

  /**
   * The message that a packet met a closed port; see {@link #unreachable}.
   *
   * @param packet a frame in which {@code ip} is the offset of a valid IPv4 header
   */
  public static byte[] portUnreachable(byte[] packet, int ip) {
    return unreachable(packet, ip, CODE_PORT, 0);
  }

  /**
   * The message that a packet could not be delivered: a new, untagged frame back to its sender,
   * with the packet's IPv4 header and the first 8 bytes behind it.
   *
   * @param packet a frame in which {@code ip} is the offset of a valid IPv4 header
   * @param code why, e.g. {@link #CODE_PROTOCOL}
   * @param mtuBytes longest packet that would have passed, for {@link #CODE_FRAGMENTATION_NEEDED};
   *     else 0
   */
  public static byte[] unreachable(byte[] packet, int ip, int code, int mtuBytes) {
    int quoteEnd = Math.min(Ipv4.payloadAt(packet, ip) + BYTES, Ipv4.end(packet, ip));
    byte[] quote = Arrays.copyOfRange(packet, ip, quoteEnd);
    byte[] message = answer(packet, ip, quote.length);
    putMessage(message, DESTINATION_UNREACHABLE, code, mtuBytes, quote);
    return message;
  }

  /** A frame back to a packet's sender, with room for a message. */
  private static byte[] answer(byte[] packet, int ip, int payloadBytes) {
    byte[] frame = new byte[MESSAGE_AT + BYTES + payloadBytes];
    long sender = Ethernet.source(packet);
    long receiver = Ethernet.destination(packet);
    Ethernet.putHeader(frame, sender, receiver, Ethernet.TYPE_IPV4);
    int from = Ipv4.destination(packet, ip);
    int to = Ipv4.source(packet, ip);
    Ipv4.putHeader(frame, HEADER_BYTES, Ipv4.PROTOCOL_ICMP, from, to, BYTES + payloadBytes);
    return frame;
  }

  /** Writes a message to the end of the frame, its checksum computed over all of it. */
  private static void putMessage(byte[] frame, int type, int code, int rest, byte[] payload) {
    BigEndian.put8(frame, MESSAGE_AT, type);
    BigEndian.put8(frame, MESSAGE_AT + CODE, code);
    BigEndian.put32(frame, MESSAGE_AT + IDENTIFIER, rest);
    System.arraycopy(payload, 0, frame, MESSAGE_AT + BYTES, payload.length);
    int checksum = InternetChecksum.of(frame, MESSAGE_AT, frame.length);
    BigEndian.put16(frame, MESSAGE_AT + CHECKSUM, checksum);
  }

  private static void updateChecksum(byte[] frame, int at, int before) {
    int checksum = BigEndian.u16(frame, at + CHECKSUM);
    int after = BigEndian.u16(frame, at);
    BigEndian.put16(frame, at + CHECKSUM, InternetChecksum.update16(checksum, before, after));
  }
}
