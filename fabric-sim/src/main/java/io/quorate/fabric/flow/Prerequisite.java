package io.quorate.fabric.flow;

/** What a frame must be for a field to exist in it (OpenFlow's field prerequisites). */
enum Prerequisite {
  NONE("nothing"),
  TAGGED("a VLAN tag (dl_vlan=…)"),
  IP("ip"),
  ARP("arp"),
  TRANSPORT("tcp or udp (or nw_proto=132)"),
  ICMP("icmp");

  static final int IPV4 = 0x0800;
  static final int ARP_TYPE = 0x0806;
  static final int VLAN_PRESENT = 0x1000;
  static final int FRAGMENT_LATER = 2;

  private static final int ICMP_PROTOCOL = 1;
  private static final int TCP_PROTOCOL = 6;
  private static final int UDP_PROTOCOL = 17;
  private static final int SCTP_PROTOCOL = 132;

  /** What a person writes in the match to fulfil it. */
  final String asText;

  Prerequisite(String asText) {
    this.asText = asText;
  }

  /** True if a frame with these header fields has the fields that this is asked for. */
  boolean holds(int etherType, int protocol, int fragment, int vlanControl) {
    boolean whole = (fragment & FRAGMENT_LATER) == 0;
    return switch (this) {
      case NONE -> true;
      case TAGGED -> (vlanControl & VLAN_PRESENT) != 0;
      case IP -> etherType == IPV4;
      case ARP -> etherType == ARP_TYPE;
      case TRANSPORT -> etherType == IPV4 && whole && isTransport(protocol);
      case ICMP -> etherType == IPV4 && whole && protocol == ICMP_PROTOCOL;
    };
  }

  private static boolean isTransport(int protocol) {
    return protocol == TCP_PROTOCOL || protocol == UDP_PROTOCOL || protocol == SCTP_PROTOCOL;
  }
}
