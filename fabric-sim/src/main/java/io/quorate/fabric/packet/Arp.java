package io.quorate.fabric.packet;

/** ARP for IPv4 over Ethernet (RFC 826). Accessors take the offset that {@link #at} found. */
public final class Arp {
  public static final int REQUEST = 1;
  public static final int REPLY = 2;

  /** Bytes of an ARP message for IPv4 over Ethernet. */
  public static final int BYTES = 28;

  private static final int HARDWARE_ETHERNET = 1;
  private static final int OPERATION = 6;
  private static final int SENDER_MAC = 8;
  private static final int SENDER_IP = 14;
  private static final int TARGET_MAC = 18;
  private static final int TARGET_IP = 24;

  private Arp() {}

  /** Offset of an ARP message for IPv4 over Ethernet, or -1. */
  public static int at(byte[] frame) {
    int at = Ethernet.payloadAt(frame, Ethernet.TYPE_ARP);
    return at >= 0 && isValid(frame, at) ? at : -1;
  }

  /** True if a whole ARP message for IPv4 over Ethernet stands at the offset. */
  public static boolean isValid(byte[] frame, int at) {
    return frame.length - at >= BYTES
        && BigEndian.u16(frame, at) == HARDWARE_ETHERNET
        && BigEndian.u16(frame, at + 2) == Ethernet.TYPE_IPV4
        && BigEndian.u8(frame, at + 4) == 6
        && BigEndian.u8(frame, at + 5) == 4;
  }

  public static int operation(byte[] frame, int at) {
    return BigEndian.u16(frame, at + OPERATION);
  }

  public static long senderMac(byte[] frame, int at) {
    return BigEndian.u48(frame, at + SENDER_MAC);
  }

  public static int senderIp(byte[] frame, int at) {
    return BigEndian.i32(frame, at + SENDER_IP);
  }

  public static long targetMac(byte[] frame, int at) {
    return BigEndian.u48(frame, at + TARGET_MAC);
  }

  public static int targetIp(byte[] frame, int at) {
    return BigEndian.i32(frame, at + TARGET_IP);
  }

  public static void setOperation(byte[] frame, int at, int operation) {
    BigEndian.put16(frame, at + OPERATION, operation);
  }

  public static void setSenderMac(byte[] frame, int at, long mac) {
    BigEndian.put48(frame, at + SENDER_MAC, mac);
  }

  public static void setSenderIp(byte[] frame, int at, int ip) {
    BigEndian.put32(frame, at + SENDER_IP, ip);
  }

  public static void setTargetMac(byte[] frame, int at, long mac) {
    BigEndian.put48(frame, at + TARGET_MAC, mac);
  }

  public static void setTargetIp(byte[] frame, int at, int ip) {
    BigEndian.put32(frame, at + TARGET_IP, ip);
  }

  /** A broadcast frame that asks who has an address. */
  public static byte[] request(long senderMac, int senderIp, int targetIp) {
    return frame(MacAddress.BROADCAST, REQUEST, senderMac, senderIp, 0, targetIp);
  }

  /** A unicast frame that tells {@code targetMac} that {@code senderIp} is at {@code senderMac}. */
  public static byte[] reply(long senderMac, int senderIp, long targetMac, int targetIp) {
    return frame(targetMac, REPLY, senderMac, senderIp, targetMac, targetIp);
  }

  private static byte[] frame(
      long destination, int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
    byte[] frame = new byte[Ethernet.HEADER_BYTES + BYTES];
    Ethernet.putHeader(frame, destination, senderMac, Ethernet.TYPE_ARP);
    int at = Ethernet.HEADER_BYTES;
    BigEndian.put16(frame, at, HARDWARE_ETHERNET);
    BigEndian.put16(frame, at + 2, Ethernet.TYPE_IPV4);
    BigEndian.put8(frame, at + 4, 6);
    BigEndian.put8(frame, at + 5, 4);
    setOperation(frame, at, operation);
    setSenderMac(frame, at, senderMac);
    setSenderIp(frame, at, senderIp);
    setTargetMac(frame, at, targetMac);
    setTargetIp(frame, at, targetIp);
    return frame;
  }
}
