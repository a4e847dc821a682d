package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Subfield;

/**
 * Writes the actions that write fields, and the names of fields in other actions.
 *
 * @param version of the protocol
 * @param protocol of the frames, which says what a port's field is called; -1 if unknown
 */
record FieldWriter(OpenFlowVersion version, int protocol) {
  private static final int SET_FIELD = 25;
  private static final int SET_TTL = 23;

  /** The field's name on the wire, for actions that name parts of fields. */
  WireField wire(Field field) {
    return switch (field) {
      case TP_SRC, TP_DST -> MatchCodec.transport(field, protocol, version);
      case IN_PORT -> WireField.IN_PORT;
      case ARP_OP -> version == V10 ? WireField.ARP_OP : WireField.OXM_ARP_OP;
      case VLAN_TCI -> WireField.VLAN_TCI;
      case IP_TOS -> WireField.IP_TOS;
      case VLAN_VID -> WireField.VLAN_VID;
      case VLAN_PCP -> WireField.VLAN_PCP;
      case IP_DSCP -> WireField.IP_DSCP;
      case IP_TTL -> WireField.IP_TTL;
      case IP_FRAG -> WireField.IP_FRAG;
      case METADATA -> WireField.METADATA;
      case DL_VLAN -> throw new InexpressibleException("dl_vlan can only be matched");
      default -> plain(field).in(version);
    };
  }

  private static WireField plain(Field field) {
    return switch (field) {
      case ETH_DST -> WireField.ETH_DST;
      case ETH_SRC -> WireField.ETH_SRC;
      case ETH_TYPE -> WireField.ETH_TYPE;
      case IP_PROTO -> WireField.IP_PROTO;
      case IP_ECN -> WireField.IP_ECN;
      case IP_SRC -> WireField.IP_SRC;
      case IP_DST -> WireField.IP_DST;
      case ICMP_TYPE -> WireField.ICMP_TYPE;
      case ICMP_CODE -> WireField.ICMP_CODE;
      case ARP_SPA -> WireField.ARP_SPA;
      case ARP_TPA -> WireField.ARP_TPA;
      case ARP_SHA -> WireField.ARP_SHA;
      case ARP_THA -> WireField.ARP_THA;
      default -> WireField.register(field);
    };
  }

  int header(Field field) {
    return wire(field).header();
  }

  /** Where a part lies in its field: offset and number of bits, packed as Nicira's actions do. */
  int range(Subfield part) {
    return part.from() << 6 | (bits(part) - 1);
  }

  /** How many bits; a field that is wider on the wire is taken whole there too. */
  int bits(Subfield part) {
    boolean whole = part.from() == 0 && part.bits() == Long.bitCount(part.field().ones());
    return whole ? wire(part.field()).bits() : part.bits();
  }

  void set(ByteBuf out, Action.SetField set) {
    boolean port = set.field() == Field.TP_SRC || set.field() == Field.TP_DST;
    if (set.mask() == set.field().ones()) {
      if (version == V10 && legacy(out, set)) {
        return;
      }
      if (port && version != V10 && protocol < 0) {
        eitherPort(out, set);
      } else if (version == V10) {
        load(out, wire(set.field()), 0, wire(set.field()).bits(), set.value());
      } else if (set.field() == Field.IP_TTL) {
        out.writeShort(SET_TTL).writeShort(8).writeByte((int) set.value()).writeZero(3);
      } else {
        whole(out, wire(set.field()), set.value());
      }
      return;
    }
    part(out, set);
  }

  /** OpenFlow 1.0's own actions, which exist for whole fields of some kinds. */
  private boolean legacy(ByteBuf out, Action.SetField set) {
    switch (set.field()) {
      case ETH_SRC, ETH_DST -> {
        out.writeShort(set.field() == Field.ETH_SRC ? 4 : 5).writeShort(16);
        Octets.writeMac(out, set.value());
        out.writeZero(6);
      }
      case IP_SRC, IP_DST ->
          out.writeShort(set.field() == Field.IP_SRC ? 6 : 7)
              .writeShort(8)
              .writeInt((int) set.value());
      case VLAN_VID ->
          out.writeShort(1).writeShort(8).writeShort((int) set.value() & 0xfff).writeZero(2);
      case VLAN_PCP -> out.writeShort(2).writeShort(8).writeByte((int) set.value()).writeZero(3);
      case IP_DSCP ->
          out.writeShort(8).writeShort(8).writeByte((int) set.value() << 2).writeZero(3);
      case TP_SRC, TP_DST ->
          out.writeShort(set.field() == Field.TP_SRC ? 9 : 10)
              .writeShort(8)
              .writeShort((int) set.value())
              .writeZero(2);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** In a bucket nothing says what the frame is; a write to a field that it lacks does nothing. */
  private void eitherPort(ByteBuf out, Action.SetField set) {
    whole(out, MatchCodec.transport(set.field(), MatchCodec.TCP, version), set.value());
    whole(out, MatchCodec.transport(set.field(), MatchCodec.UDP, version), set.value());
  }

  private static void whole(ByteBuf out, WireField field, long value) {
    int start = out.writerIndex();
    WireField named = field.equals(WireField.IN_PORT) ? WireField.OXM_IN_PORT : field;
    out.writeShort(SET_FIELD).writeShort(0);
    named.write(out, value, field.field().ones());
    ActionWriter.finish(out, start);
  }

  /** Some bits: adjacent ones by one load, others by a load with a mask. */
  private void part(ByteBuf out, Action.SetField set) {
    WireField field = wire(set.field());
    int from = Long.numberOfTrailingZeros(set.mask());
    long shifted = set.mask() >>> from;
    if ((shifted & (shifted + 1)) == 0) {
      load(out, field, from, Long.bitCount(set.mask()), set.value() >>> from);
      return;
    }
    int start = out.writerIndex();
    ActionWriter.nicira(out, 33, 0);
    field.write(out, set.value(), set.mask());
    ActionWriter.finish(out, start);
  }

  /** Nicira's load of a number into adjacent bits. */
  static void load(ByteBuf out, WireField field, int from, int bits, long value) {
    ActionWriter.nicira(out, 7, 24).writeShort(from << 6 | (bits - 1)).writeInt(field.header());
    out.writeLong(value);
  }
}
