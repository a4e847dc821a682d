package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Match;

/** Extended matches: Nicira's names in 1.0, OpenFlow's in 1.3. */
final class MatchCodec {
  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int SCTP = 132;
  private static final int VLAN_ID_AND_PRESENT = 0x1fff;
  private static final int PRIORITY = 0xe000;
  private static final int TOS_DSCP = 0xfc;

  private final OpenFlowVersion version;

  MatchCodec(OpenFlowVersion version) {
    this.version = version;
  }

  /** Fields one after the other, without padding. */
  void write(ByteBuf out, SwitchMatch whole) {
    Match match = whole.match();
    field(out, match, version == V10 ? WireField.IN_PORT : WireField.OXM_IN_PORT);
    field(out, match, WireField.METADATA);
    field(out, match, WireField.ETH_DST);
    field(out, match, WireField.ETH_SRC);
    field(out, match, WireField.ETH_TYPE);
    vlan(out, match);
    int type = exact(match, Field.ETH_TYPE);
    if (type == IPV4) {
      internet(out, match);
    } else if (type == ARP) {
      field(out, match, version == V10 ? WireField.ARP_OP : WireField.OXM_ARP_OP);
      field(out, match, WireField.ARP_SPA);
      field(out, match, WireField.ARP_TPA);
      field(out, match, WireField.ARP_SHA);
      field(out, match, WireField.ARP_THA);
    }
    for (int i = 0; i < 16; i++) {
      field(out, match, WireField.register(Field.valueOf("REG" + i)));
    }
    Octets.writeHex(out, whole.rest());
  }

  private void internet(ByteBuf out, Match match) {
    if (version == V10) {
      if (match.has(Field.IP_DSCP)) {
        // This field is never masked: it means the six bits of DSCP.
        WireField.IP_TOS.write(out, match.value(Field.IP_TOS) & TOS_DSCP, Field.IP_TOS.ones());
      }
    } else {
      field(out, match, WireField.IP_DSCP);
    }
    field(out, match, WireField.IP_ECN);
    field(out, match, WireField.IP_TTL);
    field(out, match, WireField.IP_FRAG);
    field(out, match, WireField.IP_PROTO);
    field(out, match, WireField.IP_SRC);
    field(out, match, WireField.IP_DST);
    int protocol = exact(match, Field.IP_PROTO);
    if (protocol == ICMP) {
      field(out, match, WireField.ICMP_TYPE);
      field(out, match, WireField.ICMP_CODE);
    } else if (match.has(Field.TP_SRC) || match.has(Field.TP_DST)) {
      field(out, match, transport(Field.TP_SRC, protocol, version));
      field(out, match, transport(Field.TP_DST, protocol, version));
    }
  }

  /**
   * The field of a transport's port.
   *
   * @throws InexpressibleException if the protocol has none
   */
  static WireField transport(Field field, int protocol, OpenFlowVersion version) {
    boolean source = field == Field.TP_SRC;
    boolean old = version == V10;
    return switch (protocol) {
      case TCP ->
          source
              ? old ? WireField.NXM_TCP_SRC : WireField.TCP_SRC
              : old ? WireField.NXM_TCP_DST : WireField.TCP_DST;
      case UDP ->
          source
              ? old ? WireField.NXM_UDP_SRC : WireField.UDP_SRC
              : old ? WireField.NXM_UDP_DST : WireField.UDP_DST;
      case SCTP -> source ? WireField.SCTP_SRC : WireField.SCTP_DST;
      default ->
          throw new InexpressibleException(
              field.matchName() + " needs tcp, udp or sctp in the flow's match");
    };
  }

  private void vlan(ByteBuf out, Match match) {
    long mask = match.mask(Field.VLAN_TCI);
    if (mask == 0) {
      return;
    }
    if (version == V10) {
      field(out, match, WireField.VLAN_TCI);
      return;
    }
    long priority = mask & PRIORITY;
    boolean tagged = (match.value(Field.VLAN_TCI) & match.mask(Field.VLAN_TCI) & 0x1000) != 0;
    if (priority != 0 && !(priority == PRIORITY && tagged)) {
      throw new InexpressibleException(
          "OpenFlow 1.3 matches a VLAN priority whole and beside a tag: vlan_tci=0x%04x/0x%04x"
              .formatted(match.value(Field.VLAN_TCI), mask));
    }
    if ((mask & VLAN_ID_AND_PRESENT) != 0) {
      field(out, match, WireField.VLAN_VID);
    }
    if (priority != 0) {
      field(out, match, WireField.VLAN_PCP);
    }
  }

  private void field(ByteBuf out, Match match, WireField field) {
    if (match.has(field.field())) {
      field.in(version).write(out, match.value(field.field()), match.mask(field.field()));
    }
  }

  /** A field's value if all of it is given, or -1. */
  static int exact(Match match, Field field) {
    return match.mask(field) == field.ones() ? (int) match.value(field) : -1;
  }

  /** Reads fields until the end of the buffer. */
  static SwitchMatch read(ByteBuf in) {
    Match match = Match.ANY;
    StringBuilder rest = new StringBuilder();
    while (in.isReadable()) {
      int start = in.readerIndex();
      int header = in.readInt();
      boolean masked = (header & 0x100) != 0;
      int length = header & 0xff;
      ByteBuf body = Octets.slice(in, length, "a match field");
      WireField field = WireField.of(header);
      if (field == null || length != field.bytes() * (masked ? 2 : 1)) {
        rest.append(Octets.hex(in.slice(start, 4 + length)));
        continue;
      }
      long value = field.readValue(body);
      long ones = field.field().ones();
      long mask = masked ? field.readValue(body) : ones;
      if (field.equals(WireField.IP_TOS)) {
        mask &= TOS_DSCP;
      }
      match = match.with(field.field(), field.narrow(value) & mask, mask & ones);
    }
    return new SwitchMatch(match, rest.toString());
  }
}
