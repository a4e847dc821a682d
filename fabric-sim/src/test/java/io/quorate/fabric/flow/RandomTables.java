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
import java.util.Random;
import java.util.StringJoiner;

/**
 * Random small tables and frames that meet often: few addresses, few types, four tables. All
 * priorities of a table differ, because OpenFlow leaves it open which of two equal ones is found.
 */
final class RandomTables {
  private static final String[] KINDS = {
    "", "", "dl_type=0x7a01", "ip", "udp", "tcp", "icmp", "arp"
  };
  private static final int GROUPS = 2;

  private final Random random;
  private int table;
  private String kind = "";
  private boolean tagged;
  private boolean pushed;

  RandomTables(long seed) {
    this.random = new Random(seed);
  }

  List<String> flows() {
    List<String> flows = new ArrayList<>();
    for (table = 0; table < 4; table++) {
      int priority = 100;
      for (int i = 2 + random.nextInt(4); i > 0; i--) {
        priority -= 1 + random.nextInt(5);
        String match = match();
        flows.add("table=" + table + ",priority=" + priority + match + " actions=" + actions());
      }
    }
    return flows;
  }

  List<String> groups() {
    table = 9;
    kind = "";
    List<String> groups = new ArrayList<>();
    for (int id = 1; id <= GROUPS; id++) {
      StringBuilder group = new StringBuilder("group_id=" + id + ",type=");
      boolean failover = oneIn(3);
      group.append(failover ? "ff" : "all");
      for (int i = random.nextInt(3); i >= 0; i--) {
        group.append(",bucket=").append(failover ? "watch_port:" + port() + "," : "");
        group.append("actions=").append(oneIn(2) ? "mod_dl_dst:" + mac() + "," : "");
        group.append("output:").append(port());
        group.append(oneIn(5) && id > 1 ? ",group:1" : "");
        group.append(oneIn(6) ? ",resubmit(,3)" : "");
      }
      groups.add(group.toString());
    }
    return groups;
  }

  byte[] frame() {
    byte[] frame =
        switch (random.nextInt(7)) {
          case 0 -> raw();
          case 1 -> Arp.request(random.nextInt(4), address(), address());
          case 2 ->
              Icmp.echoRequest(0, 0, address(), address(), 1, 2, new byte[random.nextInt(40)]);
          case 3 -> tcp();
          case 4 -> fragment();
          default -> udp();
        };
    Ethernet.setDestination(frame, oneIn(8) ? 0xffffffffffffL : random.nextInt(4));
    Ethernet.setSource(frame, random.nextInt(4));
    for (int tags = random.nextInt(8) - 5; tags > 0; tags--) {
      int type = oneIn(4) ? Ethernet.TYPE_SERVICE_VLAN : Ethernet.TYPE_VLAN;
      frame = Ethernet.pushTag(frame, type, random.nextInt(3) | random.nextInt(2) << 13);
    }
    return frame;
  }

  int port() {
    return 1 + random.nextInt(4);
  }

  private byte[] raw() {
    byte[] frame = new byte[14 + random.nextInt(50)];
    random.nextBytes(frame);
    Ethernet.setType(frame, oneIn(4) ? random.nextInt(0x10000) : 0x7a01);
    return frame;
  }

  private byte[] udp() {
    byte[] payload = new byte[random.nextInt(60)];
    random.nextBytes(payload);
    byte[] frame = Udp.frame(0, 0, address(), address(), l4(), l4(), payload);
    if (oneIn(6)) {
      BigEndian.put16(frame, 40, 0);
    }
    Ipv4.setTtl(frame, 14, 1 + random.nextInt(3));
    return frame;
  }

  private byte[] tcp() {
    byte[] frame =
        Udp.frame(0, 0, address(), address(), l4(), l4(), new byte[12 + random.nextInt(30)]);
    BigEndian.put8(frame, 23, Ipv4.PROTOCOL_TCP);
    BigEndian.put16(frame, 46, 0x5010);
    Ipv4.fillChecksum(frame, 14);
    Tcp.fillChecksum(frame, 14, 34);
    return frame;
  }

  /**
   * A first or a later fragment. OVS 3.1 takes bytes 6 and 7 of a later fragment's payload for a
   * UDP checksum and "updates" them when addresses are rewritten; we do not, nor does Linux. Zeros
   * there mean no checksum, which it leaves alone.
   */
  private byte[] fragment() {
    byte[] frame = udp();
    boolean later = oneIn(2);
    BigEndian.put16(frame, 20, later ? 0x0010 : 0x2000);
    BigEndian.put16(frame, 40, later ? 0 : BigEndian.u16(frame, 40));
    Ipv4.fillChecksum(frame, 14);
    return frame;
  }

  private String match() {
    StringJoiner match = new StringJoiner(",", ",", "").setEmptyValue("");
    kind = KINDS[random.nextInt(KINDS.length)];
    tagged = false;
    pushed = false;
    addIf(match, !kind.isEmpty(), kind);
    addIf(match, oneIn(3), "in_port=" + port());
    addIf(match, oneIn(4), "dl_dst=" + mac() + (oneIn(2) ? "/00:00:00:00:00:01" : ""));
    addIf(match, oneIn(6), "dl_src=" + mac());
    addIf(match, table > 0 && oneIn(4), "reg0=" + random.nextInt(4) + "/0x3");
    addIf(match, table > 0 && oneIn(6), "metadata=" + random.nextInt(2) + "/0x1");
    vlan(match);
    boolean ip = kind.equals("ip") || isTransport() || kind.equals("icmp");
    addIf(match, ip && oneIn(3), "nw_dst=10.0.0." + random.nextInt(4) + (oneIn(2) ? "/31" : ""));
    addIf(match, ip && oneIn(6), "nw_frag=" + (oneIn(2) ? "no" : "yes"));
    addIf(match, isTransport() && oneIn(3), "tp_dst=" + l4());
    addIf(match, kind.equals("arp") && oneIn(3), "arp_tpa=10.0.0." + random.nextInt(4));
    return match.toString();
  }

  private void vlan(StringJoiner match) {
    switch (random.nextInt(10)) {
      case 0 -> match.add("vlan_tci=0");
      case 1 -> {
        match.add("dl_vlan=" + random.nextInt(3));
        tagged = true;
      }
      case 2 -> {
        match.add("vlan_tci=0x1000/0x1000");
        tagged = true;
      }
      case 3 -> match.add("vlan_tci=1/0x1");
      default -> {}
    }
  }

  private String actions() {
    StringJoiner actions = new StringJoiner(",");
    for (int i = random.nextInt(5); i >= 0; i--) {
      actions.add(action());
    }
    addIf(actions, oneIn(12), "clear_actions");
    addIf(actions, oneIn(6), "write_actions(mod_dl_src:" + mac() + ",output:" + port() + ")");
    addIf(actions, oneIn(8), "write_metadata:1/1");
    addIf(
        actions,
        table < 3 && oneIn(2),
        "goto_table:" + (table + 1 + random.nextInt(Math.max(1, 3 - table))));
    return actions.toString();
  }

  private String action() {
    return switch (random.nextInt(16)) {
      case 0 -> "mod_dl_dst:" + mac();
      case 1 -> "mod_dl_src:" + mac();
      case 2 -> oneIn(2) ? "flood" : "all";
      case 3 -> "in_port";
      case 4 -> "resubmit(,3)";
      case 5 ->
          oneIn(2) ? "resubmit(" + port() + "," + (1 + random.nextInt(3)) + ")" : "resubmit(,2)";
      case 6 -> "group:" + (1 + random.nextInt(GROUPS));
      case 7 -> "load:" + random.nextInt(4) + "->reg0[0..1]";
      case 8 -> "move:dl_dst[0..1]->reg0[0..1]";
      case 9 -> "clone(" + rewrite() + ",output:" + port() + (oneIn(9) ? ",exit" : "") + ")";
      case 10 -> vlanAction();
      case 11, 12 -> rewrite();
      case 13 -> oneIn(3) ? "exit" : "output:reg0[0..1]";
      default -> "output:" + port();
    };
  }

  private String vlanAction() {
    String action =
        switch (pushed ? 1 + random.nextInt(3) : random.nextInt(4)) {
          case 0 -> "push_vlan:" + (oneIn(3) ? "0x88a8" : "0x8100");
          case 1 -> tagged ? "set_field:" + (4096 + random.nextInt(3)) + "->vlan_vid" : "note:01";
          case 2 -> tagged ? "set_field:5->vlan_pcp" : "note:02";
          default -> tagged ? "pop_vlan" : "note:03";
        };
    if (action.startsWith("push")) {
      pushed = true;
      tagged = true;
    } else if (action.equals("pop_vlan")) {
      tagged = false;
    }
    return action;
  }

  private String rewrite() {
    boolean ip = kind.equals("ip") || isTransport() || kind.equals("icmp");
    return switch (random.nextInt(ip ? 7 : 2)) {
      case 0 -> kind.equals("arp") ? "set_field:10.0.0.9->arp_spa" : "mod_dl_dst:" + mac();
      case 1 -> kind.equals("arp") ? "set_field:2->arp_op" : "set_field:3->reg0";
      case 2 -> "mod_nw_dst:10.0.0." + random.nextInt(5);
      case 3 -> "mod_nw_src:10.0.0." + random.nextInt(5);
      case 4 -> "dec_ttl";
      case 5 -> "mod_nw_tos:" + 4 * random.nextInt(64);
      default -> isTransport() ? "mod_tp_dst:" + l4() : "mod_nw_ttl:" + (1 + random.nextInt(3));
    };
  }

  private boolean isTransport() {
    return kind.equals("udp") || kind.equals("tcp");
  }

  private String mac() {
    return "00:00:00:00:00:0" + random.nextInt(4);
  }

  private int address() {
    return 0x0a000000 | random.nextInt(4);
  }

  private int l4() {
    return 1000 + random.nextInt(3);
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private static void addIf(StringJoiner list, boolean condition, String item) {
    if (condition) {
      list.add(item);
    }
  }
}
