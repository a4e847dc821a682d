package io.quorate.ovs.live;

import java.util.Arrays;

/** The tag by which a detoured frame is known: 802.1Q, behind the two addresses. */
final class Frames {

  private static final int TAG_AT = 12;
  private static final int TAG_BYTES = 4;
  private static final int TYPE_HIGH = 0x81;
  private static final int TYPE_LOW = 0x00;

  private Frames() {}

  /** The VLAN of a frame's outermost tag, or −1. */
  static int tag(byte[] frame) {
    boolean tagged =
        frame.length >= TAG_AT + TAG_BYTES + 2
            && (frame[TAG_AT] & 0xff) == TYPE_HIGH
            && (frame[TAG_AT + 1] & 0xff) == TYPE_LOW;
    return tagged ? (frame[TAG_AT + 2] & 0xf) << 8 | (frame[TAG_AT + 3] & 0xff) : -1;
  }

  /** The frame without its outermost tag. */
  static byte[] untagged(byte[] frame) {
    byte[] bare = Arrays.copyOf(frame, frame.length - TAG_BYTES);
    System.arraycopy(frame, TAG_AT + TAG_BYTES, bare, TAG_AT, bare.length - TAG_AT);
    return bare;
  }

  /** The frame with a tag in front. */
  static byte[] tagged(byte[] frame, int vlan) {
    byte[] tagged = Arrays.copyOf(frame, frame.length + TAG_BYTES);
    System.arraycopy(frame, TAG_AT, tagged, TAG_AT + TAG_BYTES, frame.length - TAG_AT);
    tagged[TAG_AT] = (byte) TYPE_HIGH;
    tagged[TAG_AT + 1] = TYPE_LOW;
    tagged[TAG_AT + 2] = (byte) (vlan >>> 8);
    tagged[TAG_AT + 3] = (byte) vlan;
    return tagged;
  }
}
