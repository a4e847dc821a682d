package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field as extended matches write it: class, number and length (OpenFlow 1.3.5, 7.2.3; Open
 * vSwitch's nicira-ext.h and meta-flow.h for the classes 0 and 1).
 *
 * @param vendorClass 0 and 1 are Nicira's, 0x8000 is OpenFlow's, 0x8001 its packet registers
 * @param number within the class
 * @param bytes of a value
 * @param field what it is in our flows
 */
record WireField(int vendorClass, int number, int bytes, Field field) {
  private static final int NXM_OF = 0;
  private static final int NXM_NX = 1;
  private static final int OXM = 0x8000;
  private static final int PACKET_REGISTERS = 0x8001;
  private static final int REGISTERS = 16;

  private static final Map<Integer, WireField> BY_NUMBER = new HashMap<>();

  static final WireField IN_PORT = add(NXM_OF, 0, 2, Field.IN_PORT);
  static final WireField VLAN_TCI = add(NXM_OF, 4, 2, Field.VLAN_TCI);
  static final WireField IP_TOS = add(NXM_OF, 5, 1, Field.IP_TOS);
  static final WireField ARP_OP = add(NXM_OF, 15, 2, Field.ARP_OP);
  static final WireField NXM_TCP_SRC = add(NXM_OF, 9, 2, Field.TP_SRC);
  static final WireField NXM_TCP_DST = add(NXM_OF, 10, 2, Field.TP_DST);
  static final WireField NXM_UDP_SRC = add(NXM_OF, 11, 2, Field.TP_SRC);
  static final WireField NXM_UDP_DST = add(NXM_OF, 12, 2, Field.TP_DST);
  static final WireField IP_FRAG = add(NXM_NX, 26, 1, Field.IP_FRAG);
  static final WireField IP_TTL = add(NXM_NX, 29, 1, Field.IP_TTL);
  static final WireField OXM_IN_PORT = add(OXM, 0, 4, Field.IN_PORT);
  static final WireField METADATA = add(OXM, 2, 8, Field.METADATA);
  static final WireField ETH_DST = add(OXM, 3, 6, Field.ETH_DST);
  static final WireField ETH_SRC = add(OXM, 4, 6, Field.ETH_SRC);
  static final WireField ETH_TYPE = add(OXM, 5, 2, Field.ETH_TYPE);
  static final WireField VLAN_VID = add(OXM, 6, 2, Field.VLAN_VID);
  static final WireField VLAN_PCP = add(OXM, 7, 1, Field.VLAN_PCP);
  static final WireField IP_DSCP = add(OXM, 8, 1, Field.IP_DSCP);
  static final WireField IP_ECN = add(OXM, 9, 1, Field.IP_ECN);
  static final WireField IP_PROTO = add(OXM, 10, 1, Field.IP_PROTO);
  static final WireField IP_SRC = add(OXM, 11, 4, Field.IP_SRC);
  static final WireField IP_DST = add(OXM, 12, 4, Field.IP_DST);
  static final WireField TCP_SRC = add(OXM, 13, 2, Field.TP_SRC);
  static final WireField TCP_DST = add(OXM, 14, 2, Field.TP_DST);
  static final WireField UDP_SRC = add(OXM, 15, 2, Field.TP_SRC);
  static final WireField UDP_DST = add(OXM, 16, 2, Field.TP_DST);
  static final WireField SCTP_SRC = add(OXM, 17, 2, Field.TP_SRC);
  static final WireField SCTP_DST = add(OXM, 18, 2, Field.TP_DST);
  static final WireField ICMP_TYPE = add(OXM, 19, 1, Field.ICMP_TYPE);
  static final WireField ICMP_CODE = add(OXM, 20, 1, Field.ICMP_CODE);
  static final WireField OXM_ARP_OP = add(OXM, 21, 2, Field.ARP_OP);
  static final WireField ARP_SPA = add(OXM, 22, 4, Field.ARP_SPA);
  static final WireField ARP_TPA = add(OXM, 23, 4, Field.ARP_TPA);
  static final WireField ARP_SHA = add(OXM, 24, 6, Field.ARP_SHA);
  static final WireField ARP_THA = add(OXM, 25, 6, Field.ARP_THA);

  /** The names of OpenFlow 1.0's time, by the field: what 1.0 is told and what it answers with. */
  private static final Map<Field, WireField> NXM = new HashMap<>();

  private static final Map<Field, WireField> REGISTER = new HashMap<>();

  static {
    old(1, 6, Field.ETH_DST);
    old(2, 6, Field.ETH_SRC);
    old(3, 2, Field.ETH_TYPE);
    old(6, 1, Field.IP_PROTO);
    old(7, 4, Field.IP_SRC);
    old(8, 4, Field.IP_DST);
    old(13, 1, Field.ICMP_TYPE);
    old(14, 1, Field.ICMP_CODE);
    old(16, 4, Field.ARP_SPA);
    old(17, 4, Field.ARP_TPA);
    NXM.put(Field.ARP_SHA, add(NXM_NX, 17, 6, Field.ARP_SHA));
    NXM.put(Field.ARP_THA, add(NXM_NX, 18, 6, Field.ARP_THA));
    NXM.put(Field.IP_ECN, add(NXM_NX, 28, 1, Field.IP_ECN));
    NXM.put(Field.IP_TOS, IP_TOS);
    NXM.put(Field.VLAN_TCI, VLAN_TCI);
    for (int i = 0; i < REGISTERS; i++) {
      Field field = Field.valueOf("REG" + i);
      REGISTER.put(field, add(NXM_NX, i, 4, field));
    }
    for (int i = 0; i < REGISTERS / 2; i++) {
      Field field = Field.valueOf("XREG" + i);
      REGISTER.put(field, add(PACKET_REGISTERS, i, 8, field));
    }
  }

  private static WireField add(int vendorClass, int number, int bytes, Field field) {
    WireField one = new WireField(vendorClass, number, bytes, field);
    BY_NUMBER.put(vendorClass << 7 | number, one);
    return one;
  }

  private static void old(int number, int bytes, Field field) {
    NXM.put(field, add(NXM_OF, number, bytes, field));
  }

  /** A register or pair of them; the field must be one. */
  static WireField register(Field field) {
    WireField found = REGISTER.get(field);
    if (found == null) {
      throw new IllegalArgumentException(field + " is no register");
    }
    return found;
  }

  /** The old name, where there is one and 1.0 is spoken. */
  WireField in(OpenFlowVersion version) {
    WireField old = version == OpenFlowVersion.V10 ? NXM.get(field) : null;
    return old == null ? this : old;
  }

  /** The field with this header, whatever its mask and length bits say; null if unknown. */
  static @Nullable WireField of(int header) {
    return BY_NUMBER.get((header >>> 16) << 7 | (header >>> 9 & 0x7f));
  }

  /** Four bytes that stand before a value, without a mask. */
  int header() {
    return vendorClass << 16 | number << 9 | bytes;
  }

  /** Writes header and value, and the mask if it is not all ones. */
  void write(ByteBuf out, long value, long mask) {
    boolean masked = mask != field.ones();
    // The length in the header counts value and mask together.
    out.writeInt(masked ? header() + (0x100 | bytes) : header());
    writeValue(out, wide(value));
    if (masked) {
      writeValue(out, mask);
    }
  }

  /** Writes a value in as many bytes as the field has. */
  void writeValue(ByteBuf out, long value) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.writeByte((int) (value >>> shift));
    }
  }

  /** Reads as many bytes as the field has. */
  long readValue(ByteBuf in) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | in.readUnsignedByte();
    }
    return value;
  }

  /** A value of our field as it is on the wire. */
  private long wide(long value) {
    return isWidePort() ? PortNumbers.wide((int) value) & 0xffff_ffffL : value;
  }

  /** A value from the wire as it is in our field. */
  long narrow(long value) {
    return isWidePort() ? PortNumbers.narrow((int) value) : value;
  }

  private boolean isWidePort() {
    return field == Field.IN_PORT && bytes == 4;
  }

  /** Bits on the wire, which may be more than our field has. */
  int bits() {
    return field == Field.ARP_OP ? 16 : Long.bitCount(field.ones());
  }
}
