package io.quorate.fabric.flow;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A field that flows match on or write: its names, and its place in the sixteen 64-bit words that
 * hold the fields of a frame (see {@link FlowKey}). Fields that exclude each other share a place
 * (the addresses of IPv4 and of ARP), and views of one header field overlap ({@code vlan_tci},
 * {@code vlan_vid}).
 */
public enum Field {
  IN_PORT(0, 0, 16, Prerequisite.NONE, Form.PORT, "in_port", "in_port_oxm", "NXM_OF_IN_PORT"),
  ETH_DST(0, 16, 48, Prerequisite.NONE, Form.MAC, "dl_dst", "eth_dst", "ethdst", "NXM_OF_ETH_DST"),
  ETH_SRC(1, 16, 48, Prerequisite.NONE, Form.MAC, "dl_src", "eth_src", "ethsrc", "NXM_OF_ETH_SRC"),
  ETH_TYPE(1, 0, 16, Prerequisite.NONE, Form.ETHER_TYPE, "dl_type", "eth_type", "NXM_OF_ETH_TYPE"),
  VLAN_TCI(2, 48, 16, Prerequisite.NONE, Form.HEX, "vlan_tci", "NXM_OF_VLAN_TCI"),
  DL_VLAN(2, 48, 12, Prerequisite.NONE, Form.DECIMAL, "dl_vlan"),
  VLAN_VID(2, 48, 13, Prerequisite.NONE, Form.DECIMAL, "vlan_vid", "OXM_OF_VLAN_VID"),
  VLAN_PCP(
      2, 61, 3, Prerequisite.TAGGED, Form.DECIMAL, "dl_vlan_pcp", "vlan_pcp", "OXM_OF_VLAN_PCP"),
  IP_PROTO(2, 40, 8, Prerequisite.IP, Form.DECIMAL, "nw_proto", "ip_proto", "NXM_OF_IP_PROTO"),
  IP_TOS(2, 32, 8, Prerequisite.IP, Form.DECIMAL, "nw_tos", "NXM_OF_IP_TOS"),
  IP_DSCP(2, 34, 6, Prerequisite.IP, Form.DECIMAL, "ip_dscp", "OXM_OF_IP_DSCP"),
  IP_ECN(2, 32, 2, Prerequisite.IP, Form.DECIMAL, "nw_ecn", "ip_ecn", "NXM_NX_IP_ECN"),
  IP_TTL(2, 24, 8, Prerequisite.IP, Form.DECIMAL, "nw_ttl", "NXM_NX_IP_TTL"),
  IP_FRAG(2, 16, 2, Prerequisite.IP, Form.FRAGMENT, "nw_frag", "ip_frag", "NXM_NX_IP_FRAG"),
  IP_SRC(
      3,
      32,
      32,
      Prerequisite.IP,
      Form.IPV4,
      "nw_src",
      "ip_src",
      "NXM_OF_IP_SRC",
      "OXM_OF_IPV4_SRC"),
  IP_DST(
      3, 0, 32, Prerequisite.IP, Form.IPV4, "nw_dst", "ip_dst", "NXM_OF_IP_DST", "OXM_OF_IPV4_DST"),
  ARP_OP(2, 40, 8, Prerequisite.ARP, Form.DECIMAL, "arp_op", "NXM_OF_ARP_OP"),
  ARP_SPA(3, 32, 32, Prerequisite.ARP, Form.IPV4, "arp_spa", "NXM_OF_ARP_SPA"),
  ARP_TPA(3, 0, 32, Prerequisite.ARP, Form.IPV4, "arp_tpa", "NXM_OF_ARP_TPA"),
  ARP_SHA(5, 0, 48, Prerequisite.ARP, Form.MAC, "arp_sha", "NXM_NX_ARP_SHA"),
  ARP_THA(6, 0, 48, Prerequisite.ARP, Form.MAC, "arp_tha", "NXM_NX_ARP_THA"),
  TP_SRC(4, 48, 16, Prerequisite.TRANSPORT, Form.DECIMAL, "tp_src"),
  TP_DST(4, 32, 16, Prerequisite.TRANSPORT, Form.DECIMAL, "tp_dst"),
  ICMP_TYPE(4, 48, 8, Prerequisite.ICMP, Form.DECIMAL, "icmp_type", "NXM_OF_ICMP_TYPE"),
  ICMP_CODE(4, 32, 8, Prerequisite.ICMP, Form.DECIMAL, "icmp_code", "NXM_OF_ICMP_CODE"),
  METADATA(7, 0, 64, Prerequisite.NONE, Form.HEX, "metadata", "OXM_OF_METADATA"),
  REG0(8, 32, 32, Prerequisite.NONE, Form.HEX, "reg0", "NXM_NX_REG0"),
  REG1(8, 0, 32, Prerequisite.NONE, Form.HEX, "reg1", "NXM_NX_REG1"),
  REG2(9, 32, 32, Prerequisite.NONE, Form.HEX, "reg2", "NXM_NX_REG2"),
  REG3(9, 0, 32, Prerequisite.NONE, Form.HEX, "reg3", "NXM_NX_REG3"),
  REG4(10, 32, 32, Prerequisite.NONE, Form.HEX, "reg4", "NXM_NX_REG4"),
  REG5(10, 0, 32, Prerequisite.NONE, Form.HEX, "reg5", "NXM_NX_REG5"),
  REG6(11, 32, 32, Prerequisite.NONE, Form.HEX, "reg6", "NXM_NX_REG6"),
  REG7(11, 0, 32, Prerequisite.NONE, Form.HEX, "reg7", "NXM_NX_REG7"),
  REG8(12, 32, 32, Prerequisite.NONE, Form.HEX, "reg8", "NXM_NX_REG8"),
  REG9(12, 0, 32, Prerequisite.NONE, Form.HEX, "reg9", "NXM_NX_REG9"),
  REG10(13, 32, 32, Prerequisite.NONE, Form.HEX, "reg10", "NXM_NX_REG10"),
  REG11(13, 0, 32, Prerequisite.NONE, Form.HEX, "reg11", "NXM_NX_REG11"),
  REG12(14, 32, 32, Prerequisite.NONE, Form.HEX, "reg12", "NXM_NX_REG12"),
  REG13(14, 0, 32, Prerequisite.NONE, Form.HEX, "reg13", "NXM_NX_REG13"),
  REG14(15, 32, 32, Prerequisite.NONE, Form.HEX, "reg14", "NXM_NX_REG14"),
  REG15(15, 0, 32, Prerequisite.NONE, Form.HEX, "reg15", "NXM_NX_REG15"),
  XREG0(8, 0, 64, Prerequisite.NONE, Form.HEX, "xreg0", "OXM_OF_PKT_REG0"),
  XREG1(9, 0, 64, Prerequisite.NONE, Form.HEX, "xreg1", "OXM_OF_PKT_REG1"),
  XREG2(10, 0, 64, Prerequisite.NONE, Form.HEX, "xreg2", "OXM_OF_PKT_REG2"),
  XREG3(11, 0, 64, Prerequisite.NONE, Form.HEX, "xreg3", "OXM_OF_PKT_REG3"),
  XREG4(12, 0, 64, Prerequisite.NONE, Form.HEX, "xreg4", "OXM_OF_PKT_REG4"),
  XREG5(13, 0, 64, Prerequisite.NONE, Form.HEX, "xreg5", "OXM_OF_PKT_REG5"),
  XREG6(14, 0, 64, Prerequisite.NONE, Form.HEX, "xreg6", "OXM_OF_PKT_REG6"),
  XREG7(15, 0, 64, Prerequisite.NONE, Form.HEX, "xreg7", "OXM_OF_PKT_REG7");

  /** How values are written. */
  enum Form {
    DECIMAL,
    HEX,
    MAC,
    IPV4,
    PORT,
    ETHER_TYPE,
    FRAGMENT
  }

  private static final SortedMap<String, Field> BY_NAME = byName();

  final int word;
  final int shift;
  final int bits;
  final Prerequisite prerequisite;
  final Form form;
  private final String names;

  Field(int word, int shift, int bits, Prerequisite prerequisite, Form form, String... names) {
    this.word = word;
    this.shift = shift;
    this.bits = bits;
    this.prerequisite = prerequisite;
    this.form = form;
    this.names = String.join(" ", names);
  }

  /** The name under which matches print it. */
  public String matchName() {
    return names.substring(0, (names + " ").indexOf(' '));
  }

  /** The ones of a whole value, in the low bits. */
  public long ones() {
    return ones(bits);
  }

  /** A number whose low {@code bits} bits, 0..64, are ones. */
  static long ones(int bits) {
    return bits == 64 ? -1L : (1L << bits) - 1;
  }

  /** True if a match may give some bits only. */
  boolean isMaskable() {
    return switch (this) {
      case IN_PORT, ETH_TYPE, IP_PROTO, ARP_OP, DL_VLAN, VLAN_PCP -> false;
      case IP_DSCP, IP_TOS, IP_ECN, IP_TTL, ICMP_TYPE, ICMP_CODE -> false;
      default -> true;
    };
  }

  /** True if actions may write it. */
  boolean isWritable() {
    return switch (this) {
      case ETH_TYPE, IP_PROTO, IP_FRAG -> false;
      default -> true;
    };
  }

  /** The field of a name, as ovs-ofctl and we spell them, in any case; null if there is none. */
  static @Nullable Field named(String name) {
    return BY_NAME.get(name);
  }

  private static SortedMap<String, Field> byName() {
    SortedMap<String, Field> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : values()) {
      for (String name : field.names.split(" ", -1)) {
        fields.put(name, field);
        if (name.startsWith("NXM_OF_")) {
          fields.put("OXM" + name.substring(3), field);
        } else if (name.startsWith("NXM_NX_")) {
          fields.put("OXM_OF_" + name.substring(7), field);
        }
      }
    }
    for (String transport : new String[] {"tcp", "udp", "sctp"}) {
      for (String end : new String[] {"_src", "_dst"}) {
        Field field = end.equals("_src") ? TP_SRC : TP_DST;
        fields.put(transport + end, field);
        fields.put("NXM_OF_" + transport + end, field);
        fields.put("OXM_OF_" + transport + end, field);
      }
    }
    return fields;
  }
}
