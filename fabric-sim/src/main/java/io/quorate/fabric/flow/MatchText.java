package io.quorate.fabric.flow;

import java.util.StringJoiner;

/** Prints matches as OVS does: the protocol's short name first, then registers, then the rest. */
final class MatchText {
  private static final Field[] LINK = {Field.ETH_SRC, Field.ETH_DST};
  private static final Field[] ARP = {
    Field.ARP_SPA, Field.ARP_TPA, Field.ARP_OP, Field.ARP_SHA, Field.ARP_THA
  };

  private final Match match;
  private final Names names;
  private final StringJoiner text = new StringJoiner(",");

  private MatchText(Match match, Names names) {
    this.match = match;
    this.names = names;
  }

  static String of(Match match, Names names) {
    return new MatchText(match, names).print();
  }

  private String print() {
    String protocol = shortName(match);
    boolean ip = match.isExactly(Field.ETH_TYPE, Prerequisite.IPV4);
    boolean arp = match.isExactly(Field.ETH_TYPE, Prerequisite.ARP_TYPE);
    if (!protocol.isEmpty()) {
      text.add(protocol);
    }
    for (Field field : Field.values()) {
      if (field.word >= FlowKey.FIRST_REGISTER_WORD && field.bits == 32) {
        field(field);
      }
    }
    field(Field.METADATA);
    field(Field.IN_PORT);
    vlan();
    for (Field field : LINK) {
      field(field);
    }
    if (protocol.isEmpty()) {
      field(Field.ETH_TYPE);
    }
    if (arp) {
      for (Field field : ARP) {
        field(field);
      }
    } else if (ip) {
      internet(protocol.equals("ip"));
    }
    return text.toString();
  }

  /** The word that stands for the EtherType and protocol, or empty. */
  static String shortName(Match match) {
    if (match.isExactly(Field.ETH_TYPE, Prerequisite.ARP_TYPE)) {
      return "arp";
    }
    if (!match.isExactly(Field.ETH_TYPE, Prerequisite.IPV4)) {
      return "";
    }
    if (match.mask(Field.IP_PROTO) != Field.IP_PROTO.ones()) {
      return "ip";
    }
    return switch ((int) match.value(Field.IP_PROTO)) {
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 132 -> "sctp";
      default -> "ip";
    };
  }

  private void internet(boolean protocolOpen) {
    field(Field.IP_SRC);
    field(Field.IP_DST);
    if (protocolOpen) {
      field(Field.IP_PROTO);
    }
    if (match.has(Field.IP_DSCP)) {
      text.add("nw_tos=" + (match.value(Field.IP_TOS) & 0xfc));
    }
    field(Field.IP_ECN);
    field(Field.IP_TTL);
    field(Field.IP_FRAG);
    if (match.implies(Prerequisite.ICMP)) {
      field(Field.ICMP_TYPE);
      field(Field.ICMP_CODE);
    } else {
      field(Field.TP_SRC);
      field(Field.TP_DST);
    }
  }

  private void vlan() {
    int value = (int) match.value(Field.VLAN_TCI);
    int mask = (int) match.mask(Field.VLAN_TCI);
    int vidMask = mask & 0x0fff;
    int pcpMask = mask & 0xe000;
    boolean tagged = (value & mask & Prerequisite.VLAN_PRESENT) != 0;
    boolean whole = (vidMask == 0 || vidMask == 0xfff) && (pcpMask == 0 || pcpMask == 0xe000);
    if (tagged && whole && vidMask + pcpMask != 0) {
      if (vidMask != 0) {
        text.add("dl_vlan=" + (value & 0xfff));
      }
      if (pcpMask != 0) {
        text.add("dl_vlan_pcp=" + (value >>> 13));
      }
    } else if (mask != 0) {
      text.add(String.format("vlan_tci=0x%04x/0x%04x", value, mask));
    }
  }

  private void field(Field field) {
    if (match.has(field)) {
      text.add(
          field.matchName()
              + "="
              + FieldValue.text(field, match.value(field), match.mask(field), names));
    }
  }
}
