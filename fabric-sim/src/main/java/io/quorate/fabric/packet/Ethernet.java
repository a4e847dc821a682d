package io.quorate.fabric.packet;

/**
 * The Ethernet II header and 802.1Q tags: destination (6 bytes), source (6), any tags (4 each),
 * type (2).
 *
 * <p>Accessors need {@link #HEADER_BYTES} bytes: ask {@link #isWhole} first.
 */
public final class Ethernet {
  /** Bytes of an untagged header. */
  public static final int HEADER_BYTES = 14;

  /** Bytes that one 802.1Q tag adds. */
  public static final int TAG_BYTES = 4;

  public static final int TYPE_IPV4 = 0x0800;
  public static final int TYPE_ARP = 0x0806;
  public static final int TYPE_VLAN = 0x8100;
  public static final int TYPE_SERVICE_VLAN = 0x88a8;

  private static final int SOURCE = 6;
  private static final int TYPE = 12;

  private Ethernet() {}

  /** True if the frame holds a whole header. */
  public static boolean isWhole(byte[] frame) {
    return frame.length >= HEADER_BYTES;
  }

  public static long destination(byte[] frame) {
    return BigEndian.u48(frame, 0);
  }

  public static long source(byte[] frame) {
    return BigEndian.u48(frame, SOURCE);
  }

  /** What follows the source address: the EtherType, or the tag type of a tagged frame. */
  public static int type(byte[] frame) {
    return BigEndian.u16(frame, TYPE);
  }

  public static void setDestination(byte[] frame, long mac) {
    BigEndian.put48(frame, 0, mac);
  }

  public static void setSource(byte[] frame, long mac) {
    BigEndian.put48(frame, SOURCE, mac);
  }

  public static void setType(byte[] frame, int type) {
    BigEndian.put16(frame, TYPE, type);
  }

  /** True for the two types that announce a VLAN tag. */
  public static boolean isTagType(int type) {
    return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN;
  }

  /**
   * Where the EtherType of the payload stands, behind any tags; -1 if the frame ends before that.
   *
   * @param frame any bytes
   */
  public static int payloadTypeAt(byte[] frame) {
    int at = TYPE;
    while (at + 2 <= frame.length) {
      if (!isTagType(BigEndian.u16(frame, at))) {
        return at;
      }
      at += TAG_BYTES;
    }
    return -1;
  }

  /** Offset of a payload of the type, behind any tags; -1 if the frame does not carry one. */
  static int payloadAt(byte[] frame, int type) {
    int typeAt = payloadTypeAt(frame);
    return typeAt >= 0 && BigEndian.u16(frame, typeAt) == type ? typeAt + 2 : -1;
  }

  /** Writes an untagged header into the first 14 bytes. */
  public static void putHeader(byte[] frame, long destination, long source, int type) {
    setDestination(frame, destination);
    setSource(frame, source);
    setType(frame, type);
  }

  /** A new frame with a tag put in front of what followed the source address. */
  public static byte[] pushTag(byte[] frame, int tagType, int control) {
    byte[] tagged = new byte[frame.length + TAG_BYTES];
    System.arraycopy(frame, 0, tagged, 0, TYPE);
    BigEndian.put16(tagged, TYPE, tagType);
    BigEndian.put16(tagged, TYPE + 2, control);
    System.arraycopy(frame, TYPE, tagged, TYPE + TAG_BYTES, frame.length - TYPE);
    return tagged;
  }

  /** A new frame without the outermost tag, which must be there. */
  public static byte[] popTag(byte[] frame) {
    byte[] bare = new byte[frame.length - TAG_BYTES];
    System.arraycopy(frame, 0, bare, 0, TYPE);
    System.arraycopy(frame, TYPE + TAG_BYTES, bare, TYPE, bare.length - TYPE);
    return bare;
  }
}
