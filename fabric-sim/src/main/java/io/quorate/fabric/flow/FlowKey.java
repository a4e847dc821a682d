package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Tcp;
import io.quorate.fabric.packet.Udp;
import java.util.Arrays;

/**
 * The fields of one frame, in sixteen words that matches mask and compare ({@link Field} has the
 * places):
 *
 * <pre>
 *   0  eth_dst 48, in_port 16          4  tp_src 16, tp_dst 16, unused 32
 *   1  eth_src 48, eth_type 16         5  arp_sha 48          6  arp_tha 48
 *   2  vlan_tci 16, nw_proto 8,        7  metadata
 *      nw_tos 8, nw_ttl 8, frag 8, –   8..15  registers, two a word, the even one high
 *   3  nw_src 32, nw_dst 32
 * </pre>
 *
 * <p>What stands behind the Ethernet header is read only when a table asks for it. A frame that is
 * too short or inconsistent for a header leaves that header's fields zero, as in OVS; one 802.1Q
 * tag is read, and what follows it is the EtherType (OVS's {@code vlan-limit=1}).
 */
final class FlowKey {
  static final int WORDS = 16;
  static final int FIRST_REGISTER_WORD = 8;

  private static final int FIRST_PAYLOAD_WORD = 3;
  private static final int PORTS_WORD = 4;
  private static final int LAST_PAYLOAD_WORD = 6;
  private static final long PAYLOAD_OF_WORD_2 = 0x0000_ffff_ffff_ffffL;

  /** The EtherType that stands for an IEEE 802.3 frame without one. */
  private static final int TYPE_NONE = 0x05ff;

  private static final int TYPE_MIN = 0x0600;
  private static final int LLC_SNAP_BYTES = 8;
  private static final int SCTP = 132;
  private static final int SCTP_HEADER_BYTES = 12;

  final long[] words = new long[WORDS];

  /**
   * Ports of a first fragment, in their places of word 4. Actions read and write them, but tables
   * see zeros, as in OVS's normal fragment handling: all fragments of a packet go the same way.
   */
  private long fragmentPorts;

  private int tags;
  private int payloadAt;
  private int ipAt;
  private int arpAt;
  private boolean payloadRead;

  /** Takes a new frame: header fields from the bytes, registers and metadata zero. */
  void begin(byte[] frame, int inPort) {
    Arrays.fill(words, 0);
    words[0] = inPort;
    readEthernet(frame);
  }

  /**
   * Reads the header fields anew after the frame was changed; in-port, registers, metadata stay.
   */
  void readAgain(byte[] frame) {
    words[0] &= 0xffff;
    Arrays.fill(words, 1, LAST_PAYLOAD_WORD + 1, 0);
    readEthernet(frame);
  }

  void copyFrom(FlowKey other) {
    System.arraycopy(other.words, 0, words, 0, WORDS);
    fragmentPorts = other.fragmentPorts;
    tags = other.tags;
    payloadAt = other.payloadAt;
    ipAt = other.ipAt;
    arpAt = other.arpAt;
    payloadRead = other.payloadRead;
  }

  /** True if a mask over these words looks behind the Ethernet header. */
  static boolean looksIntoPayload(long[] masks) {
    boolean looks = (masks[2] & PAYLOAD_OF_WORD_2) != 0;
    for (int i = FIRST_PAYLOAD_WORD; i <= LAST_PAYLOAD_WORD; i++) {
      looks |= masks[i] != 0;
    }
    return looks;
  }

  long get(Field field) {
    long word = field.word == PORTS_WORD ? words[PORTS_WORD] | fragmentPorts : words[field.word];
    return (word >>> field.shift) & field.ones();
  }

  void put(Field field, long value) {
    long place = field.ones() << field.shift;
    long bits = (value << field.shift) & place;
    if (field.word == PORTS_WORD && isFragment()) {
      fragmentPorts = (fragmentPorts & ~place) | bits;
    } else {
      words[field.word] = (words[field.word] & ~place) | bits;
    }
  }

  int inPort() {
    return (int) words[0] & 0xffff;
  }

  void setInPort(int port) {
    words[0] = (words[0] & ~0xffffL) | port;
  }

  int etherType() {
    return (int) words[1] & 0xffff;
  }

  int vlanControl() {
    return (int) (words[2] >>> 48);
  }

  /** VLAN tags that the key knows of: the one it read and those pushed since. */
  int tags() {
    return tags;
  }

  /** Offset of a valid IPv4 header, or -1; after {@link #readPayload}. */
  int ipAt() {
    return ipAt;
  }

  /** Offset of a valid ARP message, or -1; after {@link #readPayload}. */
  int arpAt() {
    return arpAt;
  }

  /** True if the frame has the fields that depend on this. */
  boolean has(Prerequisite prerequisite, byte[] frame) {
    if (prerequisite == Prerequisite.NONE) {
      return true;
    }
    readPayload(frame);
    int protocol = (int) get(Field.IP_PROTO);
    return prerequisite.holds(etherType(), protocol, (int) get(Field.IP_FRAG), vlanControl());
  }

  /**
   * Records that a tag was put in front of the frame, whose control field the key shows from now
   * on.
   */
  void pushed(int control) {
    tags++;
    shiftPayload(Ethernet.TAG_BYTES);
    put(Field.VLAN_TCI, control);
  }

  /** Records that the outermost tag was removed. */
  void popped(byte[] frame) {
    tags--;
    shiftPayload(-Ethernet.TAG_BYTES);
    int control = tags > 0 ? BigEndian.u16(frame, 14) | Prerequisite.VLAN_PRESENT : 0;
    put(Field.VLAN_TCI, control);
  }

  /** Reads what stands behind the Ethernet header, once. */
  void readPayload(byte[] frame) {
    if (!payloadRead) {
      payloadRead = true;
      switch (etherType()) {
        case Prerequisite.IPV4 -> readIpv4(frame);
        case Prerequisite.ARP_TYPE -> readArp(frame);
        default -> {}
      }
    }
  }

  private boolean isFragment() {
    return (words[2] >>> 16 & 3) != 0;
  }

  private void shiftPayload(int bytes) {
    payloadAt += bytes;
    ipAt = ipAt < 0 ? ipAt : ipAt + bytes;
    arpAt = arpAt < 0 ? arpAt : arpAt + bytes;
  }

  private void readEthernet(byte[] frame) {
    tags = 0;
    fragmentPorts = 0;
    ipAt = -1;
    arpAt = -1;
    payloadRead = true;
    payloadAt = frame.length;
    if (frame.length < Ethernet.HEADER_BYTES) {
      return;
    }
    words[0] |= BigEndian.i64(frame, 0) & ~0xffffL;
    int at = 12;
    int type = BigEndian.u16(frame, at);
    // A tag counts only if the type behind it is there too.
    if (Ethernet.isTagType(type) && frame.length >= at + Ethernet.TAG_BYTES + 2) {
      tags = 1;
      words[2] = (long) (BigEndian.u16(frame, at + 2) | Prerequisite.VLAN_PRESENT) << 48;
      at += Ethernet.TAG_BYTES;
      type = BigEndian.u16(frame, at);
    }
    at += 2;
    if (type < TYPE_MIN) {
      int snapType = snapType(frame, at);
      type = snapType < TYPE_MIN ? TYPE_NONE : snapType;
      at = snapType < TYPE_MIN ? at : at + LLC_SNAP_BYTES;
    }
    words[1] = BigEndian.u48(frame, 6) << 16 | type;
    payloadAt = at;
    payloadRead = false;
  }

  /** The EtherType in an LLC/SNAP header, or 0. */
  private static int snapType(byte[] frame, int at) {
    boolean snap =
        frame.length - at >= LLC_SNAP_BYTES
            && BigEndian.u32(frame, at) == 0xaaaa_0300L
            && BigEndian.u16(frame, at + 4) == 0;
    return snap ? BigEndian.u16(frame, at + 6) : 0;
  }

  private void readIpv4(byte[] frame) {
    int at = payloadAt;
    if (!Ipv4.isValid(frame, at)) {
      return;
    }
    ipAt = at;
    int protocol = Ipv4.protocol(frame, at);
    long fragment = 0;
    if (Ipv4.isFragment(frame, at)) {
      fragment = Ipv4.isLaterFragment(frame, at) ? 3 : 1;
    }
    words[2] |=
        (long) protocol << 40
            | (long) Ipv4.tos(frame, at) << 32
            | (long) Ipv4.ttl(frame, at) << 24
            | fragment << 16;
    words[3] = BigEndian.i64(frame, at + 12);
    if (fragment != 3) {
      readTransport(frame, protocol);
    }
  }

  private void readTransport(byte[] frame, int protocol) {
    switch (protocol) {
      case Ipv4.PROTOCOL_UDP -> readPorts(frame, Udp.at(frame, ipAt));
      case Ipv4.PROTOCOL_TCP -> readPorts(frame, Tcp.at(frame, ipAt));
      case SCTP -> {
        int at = Ipv4.payloadAt(frame, ipAt);
        readPorts(frame, Ipv4.end(frame, ipAt) - at >= SCTP_HEADER_BYTES ? at : -1);
      }
      case Ipv4.PROTOCOL_ICMP -> {
        int at = Icmp.at(frame, ipAt);
        if (at >= 0) {
          putPorts(Icmp.type(frame, at) << 16 | Icmp.code(frame, at));
        }
      }
      default -> {}
    }
  }

  private void readPorts(byte[] frame, int at) {
    if (at >= 0) {
      putPorts(BigEndian.i32(frame, at));
    }
  }

  private void putPorts(int pair) {
    long word = (long) pair << 32;
    if (isFragment()) {
      fragmentPorts = word;
    } else {
      words[PORTS_WORD] = word;
    }
  }

  private void readArp(byte[] frame) {
    int at = payloadAt;
    if (!Arp.isValid(frame, at)) {
      return;
    }
    arpAt = at;
    int operation = Arp.operation(frame, at);
    words[2] |= (long) (operation <= 0xff ? operation : 0) << 40;
    words[3] = (long) Arp.senderIp(frame, at) << 32 | (Arp.targetIp(frame, at) & 0xffff_ffffL);
    words[5] = Arp.senderMac(frame, at);
    words[6] = Arp.targetMac(frame, at);
  }
}
