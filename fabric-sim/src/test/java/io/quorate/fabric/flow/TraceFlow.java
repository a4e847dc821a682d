package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Tcp;
import io.quorate.fabric.packet.Udp;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntUnaryOperator;

/** Frames that have the header fields which a trace of Open vSwitch was given as text. */
final class TraceFlow {
  private TraceFlow() {}

  /** The conditions in OpenFlow names, from either of the two syntaxes. */
  static Match match(String flow, IntUnaryOperator openFlowPort, Names names) {
    if (flow.indexOf('(') < 0) {
      return FlowSyntax.match(flow.isEmpty() ? "in_port=65535" : flow, names);
    }
    StringJoiner text = new StringJoiner(",");
    for (KeyValue item : KeyValue.split(flow)) {
      datapathItem(item, openFlowPort).forEach(text::add);
    }
    return FlowSyntax.match(text.toString(), names);
  }

  private static List<String> datapathItem(KeyValue item, IntUnaryOperator openFlowPort) {
    List<String> conditions = new ArrayList<>();
    switch (item.key()) {
      case "in_port" -> {
        int port = openFlowPort.applyAsInt(Integer.parseInt(item.value()));
        conditions.add("in_port=" + Ports.text(port));
      }
      case "eth_type" -> conditions.add("dl_type=" + item.value());
      case "encap" ->
          KeyValue.split(item.value()).stream()
              .map(inner -> datapathItem(inner, openFlowPort))
              .forEach(conditions::addAll);
      default -> {
        for (KeyValue part : KeyValue.split(item.value())) {
          conditions.add(name(item.key(), part.key()) + "=" + part.value());
        }
      }
    }
    conditions.removeIf(condition -> condition.equals("dl_type=0x8100"));
    return conditions;
  }

  private static String name(String header, String part) {
    return switch (header + "." + part) {
      case "eth.src" -> "dl_src";
      case "eth.dst" -> "dl_dst";
      case "vlan.vid" -> "dl_vlan";
      case "vlan.pcp" -> "dl_vlan_pcp";
      case "ipv4.src" -> "nw_src";
      case "ipv4.dst" -> "nw_dst";
      case "ipv4.proto" -> "nw_proto";
      case "ipv4.tos" -> "nw_tos";
      case "ipv4.ttl" -> "nw_ttl";
      case "ipv4.frag" -> "nw_frag";
      case "tcp.src", "udp.src" -> "tp_src";
      case "tcp.dst", "udp.dst" -> "tp_dst";
      case "icmp.type" -> "icmp_type";
      case "icmp.code" -> "icmp_code";
      case "arp.sip" -> "arp_spa";
      case "arp.tip" -> "arp_tpa";
      case "arp.op", "arp.sha", "arp.tha" -> "arp_" + part;
      default -> throw new FlowSyntaxException("unknown " + header + "." + part);
    };
  }

  static byte[] frame(Match match) {
    byte[] frame = payload(match);
    Ethernet.setDestination(frame, match.value(Field.ETH_DST));
    Ethernet.setSource(frame, match.value(Field.ETH_SRC));
    if (match.implies(Prerequisite.TAGGED)) {
      int control = (int) match.value(Field.VLAN_TCI) & ~Prerequisite.VLAN_PRESENT;
      return Ethernet.pushTag(frame, Ethernet.TYPE_VLAN, control);
    }
    return frame;
  }

  private static byte[] payload(Match match) {
    int type = (int) match.value(Field.ETH_TYPE);
    if (type == Ethernet.TYPE_ARP) {
      return arp(match);
    }
    if (type == Ethernet.TYPE_IPV4) {
      return ipv4(match);
    }
    byte[] frame = new byte[60];
    Ethernet.setType(frame, type);
    return frame;
  }

  private static byte[] arp(Match match) {
    byte[] frame =
        Arp.request(0, (int) match.value(Field.ARP_SPA), (int) match.value(Field.ARP_TPA));
    int at = Ethernet.HEADER_BYTES;
    Arp.setOperation(frame, at, (int) match.value(Field.ARP_OP));
    Arp.setSenderMac(frame, at, match.value(Field.ARP_SHA));
    Arp.setTargetMac(frame, at, match.value(Field.ARP_THA));
    return frame;
  }

  private static byte[] ipv4(Match match) {
    int ip = Ethernet.HEADER_BYTES;
    int at = ip + Ipv4.HEADER_BYTES;
    byte[] frame = Udp.frame(0, 0, 0, 0, 0, 0, new byte[24]);
    BigEndian.put8(frame, ip + 9, (int) match.value(Field.IP_PROTO));
    switch ((int) match.value(Field.IP_PROTO)) {
      case Ipv4.PROTOCOL_TCP -> {
        BigEndian.put16(frame, at + 12, 0x5002);
        Tcp.setSourcePort(frame, at, (int) match.value(Field.TP_SRC));
        Tcp.setDestinationPort(frame, at, (int) match.value(Field.TP_DST));
        Tcp.fillChecksum(frame, ip, at);
      }
      case Ipv4.PROTOCOL_UDP -> {
        Udp.setSourcePort(frame, at, (int) match.value(Field.TP_SRC));
        Udp.setDestinationPort(frame, at, (int) match.value(Field.TP_DST));
      }
      case Ipv4.PROTOCOL_ICMP -> {
        Icmp.setType(frame, at, (int) match.value(Field.ICMP_TYPE));
        Icmp.setCode(frame, at, (int) match.value(Field.ICMP_CODE));
      }
      default -> {}
    }
    Ipv4.setSource(frame, ip, (int) match.value(Field.IP_SRC));
    Ipv4.setDestination(frame, ip, (int) match.value(Field.IP_DST));
    Ipv4.setTos(frame, ip, (int) match.value(Field.IP_TOS));
    Ipv4.setTtl(frame, ip, (int) match.value(Field.IP_TTL));
    int fragment = (int) match.value(Field.IP_FRAG);
    BigEndian.put16(frame, ip + 6, fragment == 0 ? 0 : fragment == 1 ? 0x2000 : 0x2001);
    Ipv4.fillChecksum(frame, ip);
    return frame;
  }
}
