package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Tcp;
import io.quorate.fabric.packet.Udp;

/**
 * Writes fields into a frame and its key together. Checksums follow. A header that the bytes do not
 * hold whole is written in the key only, and no byte outside it is touched.
 */
final class FrameWriter {
  private static final int OUTER_TAG_AT = 12;
  private static final int CONTROL_AT = 14;

  /** Tags that a key can hold, as in OVS. */
  private static final int TAGS_MAX = 2;

  private FrameWriter() {}

  /**
   * Writes the masked bits of a field that the frame has; nothing happens if they are so already.
   */
  static void set(Frame frame, FlowKey key, Field field, long value, long mask) {
    if (field.word >= 2 && field.word <= 6 && field.prerequisite != Prerequisite.TAGGED) {
      key.readPayload(frame.bytes());
    }
    long before = key.get(field);
    long after = (before & ~mask) | (value & mask);
    if (after == before) {
      return;
    }
    switch (field) {
      case VLAN_TCI, VLAN_VID, DL_VLAN, VLAN_PCP -> setControl(frame, key, field, after);
      case ETH_DST, ETH_SRC -> {
        key.put(field, after);
        putEthernet(frame, field, after);
      }
      default -> {
        key.put(field, after);
        putPayload(frame, key, field, after);
      }
    }
  }

  /**
   * Puts a tag in front. Of more than two tags that the key would know of, the innermost is lost.
   */
  static void push(Frame frame, FlowKey key, int tagType) {
    if (frame.length() < Ethernet.HEADER_BYTES) {
      return;
    }
    if (key.tags() < TAGS_MAX) {
      frame.replace(Ethernet.pushTag(frame.bytes(), tagType, 0));
      key.pushed(Prerequisite.VLAN_PRESENT);
      return;
    }
    byte[] bytes = frame.writable();
    BigEndian.put32(bytes, OUTER_TAG_AT + Ethernet.TAG_BYTES, BigEndian.i32(bytes, OUTER_TAG_AT));
    BigEndian.put16(bytes, OUTER_TAG_AT, tagType);
    BigEndian.put16(bytes, CONTROL_AT, 0);
    key.put(Field.VLAN_TCI, Prerequisite.VLAN_PRESENT);
  }

  static void pop(Frame frame, FlowKey key) {
    if (key.tags() > 0) {
      frame.replace(Ethernet.popTag(frame.bytes()));
      key.popped(frame.bytes());
    }
  }

  /** Writes the outermost tag's control field, pushing a tag if there is none. */
  static void pushIfUntagged(Frame frame, FlowKey key) {
    if (key.tags() == 0) {
      push(frame, key, Ethernet.TYPE_VLAN);
    }
  }

  private static void setControl(Frame frame, FlowKey key, Field field, long value) {
    long vlanBefore = key.vlanControl();
    key.put(field, value);
    int control = key.vlanControl();
    key.put(Field.VLAN_TCI, vlanBefore);
    if ((control & Prerequisite.VLAN_PRESENT) == 0) {
      pop(frame, key);
      return;
    }
    pushIfUntagged(frame, key);
    if (key.tags() > 0) {
      key.put(Field.VLAN_TCI, control);
      BigEndian.put16(frame.writable(), CONTROL_AT, control & ~Prerequisite.VLAN_PRESENT);
    }
  }

  private static void putEthernet(Frame frame, Field field, long value) {
    if (frame.length() < Ethernet.HEADER_BYTES) {
      return;
    }
    if (field == Field.ETH_DST) {
      Ethernet.setDestination(frame.writable(), value);
    } else {
      Ethernet.setSource(frame.writable(), value);
    }
  }

  private static void putPayload(Frame frame, FlowKey key, Field field, long value) {
    int number = (int) value;
    int arp = key.arpAt();
    int ip = key.ipAt();
    if (arp >= 0) {
      putArp(frame.writable(), arp, field, value);
    } else if (ip >= 0) {
      switch (field) {
        case IP_SRC -> Ipv4.setSource(frame.writable(), ip, number);
        case IP_DST -> Ipv4.setDestination(frame.writable(), ip, number);
        case IP_TTL -> Ipv4.setTtl(frame.writable(), ip, number);
        case IP_TOS, IP_DSCP, IP_ECN ->
            Ipv4.setTos(frame.writable(), ip, (int) key.get(Field.IP_TOS));
        case TP_SRC, TP_DST, ICMP_TYPE, ICMP_CODE -> putTransport(frame, ip, field, number);
        default -> {}
      }
    }
  }

  private static void putArp(byte[] frame, int at, Field field, long value) {
    switch (field) {
      case ARP_OP -> Arp.setOperation(frame, at, (int) value);
      case ARP_SPA -> Arp.setSenderIp(frame, at, (int) value);
      case ARP_TPA -> Arp.setTargetIp(frame, at, (int) value);
      case ARP_SHA -> Arp.setSenderMac(frame, at, value);
      case ARP_THA -> Arp.setTargetMac(frame, at, value);
      default -> {}
    }
  }

  private static void putTransport(Frame frame, int ip, Field field, int value) {
    int udp = Udp.at(frame.bytes(), ip);
    int tcp = Tcp.at(frame.bytes(), ip);
    int icmp = Icmp.at(frame.bytes(), ip);
    if (udp >= 0 && field == Field.TP_SRC) {
      Udp.setSourcePort(frame.writable(), udp, value);
    } else if (udp >= 0 && field == Field.TP_DST) {
      Udp.setDestinationPort(frame.writable(), udp, value);
    } else if (tcp >= 0 && field == Field.TP_SRC) {
      Tcp.setSourcePort(frame.writable(), tcp, value);
    } else if (tcp >= 0 && field == Field.TP_DST) {
      Tcp.setDestinationPort(frame.writable(), tcp, value);
    } else if (icmp >= 0 && field == Field.ICMP_TYPE) {
      Icmp.setType(frame.writable(), icmp, value);
    } else if (icmp >= 0 && field == Field.ICMP_CODE) {
      Icmp.setCode(frame.writable(), icmp, value);
    }
  }
}
