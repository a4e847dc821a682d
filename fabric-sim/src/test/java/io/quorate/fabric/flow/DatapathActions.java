package io.quorate.fabric.flow;

import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.fabric.packet.Tcp;
import io.quorate.fabric.packet.Udp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries out the datapath actions that a trace of Open vSwitch ended with, by the simplest means.
 */
final class DatapathActions {
  private final Map<Integer, List<String>> out = new TreeMap<>();
  private byte[] frame;

  private DatapathActions(byte[] frame) {
    this.frame = frame.clone();
  }

  /** The frames that leave by each datapath port. */
  static Map<Integer, List<String>> run(String actions, byte[] frame) {
    DatapathActions run = new DatapathActions(frame);
    run.all(actions);
    return run.out;
  }

  private void all(String actions) {
    for (KeyValue action : KeyValue.split(actions)) {
      switch (action.key()) {
        case "drop" -> {}
        case "set" -> KeyValue.split(action.value()).forEach(this::set);
        case "pop_vlan" -> frame = Ethernet.popTag(frame);
        case "push_vlan" -> push(KeyValue.split(action.value()));
        case "clone" -> {
          byte[] before = frame.clone();
          all(action.value());
          frame = before;
        }
        default -> {
          if (!action.key().matches("\\d+") || action.hasValue()) {
            throw new FlowSyntaxException("datapath action " + action.key());
          }
          out.computeIfAbsent(Integer.parseInt(action.key()), _ -> new ArrayList<>())
              .add(HexFormat.of().formatHex(frame));
        }
      }
    }
  }

  private void push(List<KeyValue> parts) {
    int type = Ethernet.TYPE_VLAN;
    int control = 0;
    for (KeyValue part : parts) {
      int value = Integer.decode(part.value());
      switch (part.key()) {
        case "vid" -> control |= value;
        case "pcp" -> control |= value << 13;
        case "tpid" -> type = value;
        default -> throw new FlowSyntaxException("datapath action push_vlan " + part.key());
      }
    }
    frame = Ethernet.pushTag(frame, type, control);
  }

  private void set(KeyValue header) {
    for (KeyValue part : KeyValue.split(header.value())) {
      String value = part.value();
      switch (header.key() + "." + part.key()) {
        case "eth.src" -> Ethernet.setSource(frame, MacAddress.parse(value));
        case "eth.dst" -> Ethernet.setDestination(frame, MacAddress.parse(value));
        case "ipv4.src" -> Ipv4.setSource(frame, Ipv4.at(frame), Ipv4Address.parse(value));
        case "ipv4.dst" -> Ipv4.setDestination(frame, Ipv4.at(frame), Ipv4Address.parse(value));
        case "ipv4.ttl" -> Ipv4.setTtl(frame, Ipv4.at(frame), Integer.decode(value));
        case "ipv4.tos" -> setTos(value);
        case "tcp.src" -> Tcp.setSourcePort(frame, Tcp.at(frame), Integer.decode(value));
        case "tcp.dst" -> Tcp.setDestinationPort(frame, Tcp.at(frame), Integer.decode(value));
        case "udp.src" -> Udp.setSourcePort(frame, Udp.at(frame), Integer.decode(value));
        case "udp.dst" -> Udp.setDestinationPort(frame, Udp.at(frame), Integer.decode(value));
        case "icmp.type" -> Icmp.setType(frame, Icmp.at(frame), Integer.decode(value));
        case "icmp.code" -> Icmp.setCode(frame, Icmp.at(frame), Integer.decode(value));
        default -> throw new FlowSyntaxException("datapath action set " + header.key());
      }
    }
  }

  private void setTos(String text) {
    String[] parts = text.split("/", -1);
    int mask = parts.length == 1 ? 0xff : Integer.decode(parts[1]);
    int at = Ipv4.at(frame);
    int before = BigEndian.u8(frame, at + 1);
    Ipv4.setTos(frame, at, (before & ~mask) | (Integer.decode(parts[0]) & mask));
  }
}
