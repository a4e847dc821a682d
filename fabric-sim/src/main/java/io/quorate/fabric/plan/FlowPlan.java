package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.fabric.Switch;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flow entries that make a fabric order packets, from the roles of its switches. Three tables:
 *
 * <pre>
 *   0  admission   what may enter by which port. Hosts cannot speak Paxos, and nobody but the
 *                  fabric can send to a service host's service port.
 *   1  Paxos       frames for this switch's own process run its programs; client packets go to
 *                  the leader.
 *   2  forwarding  by Ethernet destination, with fast-failover groups where a second way exists.
 * </pre>
 *
 * Entries carry a cookie that says which part they belong to, so that one part can be replaced.
 */
public final class FlowPlan {

  /** Cookie of table 0. */
  public static final long COOKIE_ADMISSION = 0x10;

  /** Cookie of the entries of table 1 that never change. */
  public static final long COOKIE_PAXOS = 0x11;

  /**
   * Cookie of the entries that point client packets to the leader of the first group; for those of
   * a further one, see {@link #leaderCookie}.
   */
  public static final long COOKIE_LEADER = 0x12;

  /** Cookie of table 2. */
  public static final long COOKIE_FORWARDING = 0x13;

  /**
   * Cookie of entries that only a real switch has: by them frames come back from the process that
   * runs its programs.
   */
  public static final long COOKIE_RETURN = 0x14;

  /** Port by which frames of a switch's own programs enter its pipeline. */
  public static final int PAXOS_PORT = 100;

  /** Marks a packet that was readdressed by this very switch; a register lives as long as that. */
  private static final String MARK = "set_field:0x1->reg0,";

  private static final int COOKIE_PLACE_SHIFT = 8;

  private final Fabric fabric;
  private final int place;
  private final Map<String, Integer> nodes = new LinkedHashMap<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();

  /** The plan for the first group. */
  public FlowPlan(Fabric fabric) {
    this(fabric, 0);
  }

  /**
   * @param fabric the description, checked, as one of its services has it
   * @param place of that service in the fabric's list
   */
  FlowPlan(Fabric fabric, int place) {
    this.fabric = fabric;
    this.place = place;
    for (String member : fabric.group().members()) {
      nodes.put(member, nodes.size() + 1);
    }
    for (Host host : fabric.hosts()) {
      hosts.put(host.name(), host);
    }
  }

  /** Cookie of the entries that depend on who leads this plan's group. */
  public long leaderCookie() {
    return COOKIE_LEADER | (long) place << COOKIE_PLACE_SHIFT;
  }

  /** True if generated entries may have the cookie. */
  static boolean isOurs(long cookie) {
    long part = cookie & ((1L << COOKIE_PLACE_SHIFT) - 1);
    boolean further = (cookie ^ part) > 0 && cookie >>> (2 * COOKIE_PLACE_SHIFT) == 0;
    return further ? part == COOKIE_LEADER : cookie >= COOKIE_ADMISSION && cookie <= COOKIE_RETURN;
  }

  /** Node id of the switch in the Paxos group; 0 if it is not a member. */
  public int node(String switchName) {
    return nodes.getOrDefault(switchName, 0);
  }

  /** Generated groups have ids from 1 to this. */
  public long groupIdMax() {
    return fabric.switches().size();
  }

  /** Of a group that has just been started. */
  Participants initial() {
    return Participants.initial(fabric.group());
  }

  /**
   * Tables 0 and 1 of a group that has just been started, as {@link #fixed(Switch, Participants)}.
   */
  public List<String> fixed(Switch of) {
    return fixed(of, initial());
  }

  /** Tables 0 and 1, but for the part that depends on who leads. */
  public List<String> fixed(Switch of, Participants now) {
    List<String> flows = new ArrayList<>();
    for (Switch.Port port : of.ports()) {
      admission(port, now.learns(of.name()), flows);
    }
    flows.add(admit(100, "in_port=" + PAXOS_PORT, "goto_table:1"));
    paxos(of, now.includes(of.name()), flows);
    return flows;
  }

  // ---------------------------------------------------------------- table 0

  private void admission(Switch.Port port, boolean learns, List<String> flows) {
    Host host = hosts.get(port.peer());
    String in = "in_port=" + port.number();
    if (host == null) {
      flows.add(admit(100, in, "goto_table:1"));
      return;
    }
    if (host.role() == Host.Role.SERVICE && !fabric.serves(host)) {
      return; // The plan of its own group says what may come from it.
    }
    flows.add(admit(300, in + ",arp", run(Programs.PROXY_ARP, "IN_PORT")));
    switch (host.role()) {
      case CLIENT -> admitClient(in, flows);
      case SERVICE -> admitService(in, learns, flows);
    }
    flows.add(admit(100, in + ",icmp", "goto_table:2"));
  }

  private void admitClient(String in, List<String> flows) {
    switch (fabric.service().delivery()) {
      case PACKETS ->
          flows.add(
              admit(
                  300,
                  in + ",ip,nw_dst=" + Ipv4Address.format(fabric.service().ipv4()),
                  run(Programs.INGRESS, "goto_table:1")));
      case STATE_MACHINE -> {
        for (EtherType type : requests()) {
          flows.add(admit(300, in + "," + type(type) + ",dl_dst=" + leaderMac(), "goto_table:1"));
        }
      }
    }
  }

  private void admitService(String in, boolean replies, List<String> flows) {
    int port = fabric.service().udpPort();
    flows.add(admit(300, in + ",udp,tp_dst=" + port, "drop"));
    if (replies) {
      flows.add(admit(200, in + ",udp,tp_src=" + port, run(Programs.ON_REPLY, "goto_table:1")));
    }
  }

  private static String admit(int priority, String match, String actions) {
    return entry(0, COOKIE_ADMISSION, priority, match, actions);
  }

  // ---------------------------------------------------------------- table 1

  /** One that stands by hears what it is told when it is to come, and takes no part in ordering. */
  private void paxos(Switch of, boolean takesPart, List<String> flows) {
    if (nodes.containsKey(of.name())) {
      String mine = ",dl_dst=" + nodeMac(node(of.name()));
      if (takesPart) {
        flows.add(paxosEntry(type(EtherType.ACCEPT) + mine, "run_code:" + Programs.ON_ACCEPT));
        flows.add(paxosEntry(type(EtherType.LEARN) + mine, "run_code:" + Programs.ON_LEARN));
      }
      for (EtherType type : Programs.control()) {
        flows.add(paxosEntry(type(type) + mine, "run_code:" + Programs.ON_CONTROL));
      }
    }
    if (fabric.service().delivery() == Service.Delivery.PACKETS) {
      for (Host host : fabric.hosts()) {
        if (host.role() == Host.Role.CLIENT && host.attachedTo().equals(of.name())) {
          flows.add(
              paxosEntry(
                  type(EtherType.REPLY) + ",dl_dst=" + MacAddress.format(host.mac()),
                  run(Programs.CONSOLIDATE, "goto_table:2")));
          flows.add(
              paxosEntry(
                  type(EtherType.REFUSAL) + ",dl_dst=" + MacAddress.format(host.mac()),
                  "run_code:" + Programs.INGRESS));
        }
      }
    }
    flows.add(entry(1, COOKIE_PAXOS, 0, "", "goto_table:2"));
  }

  private static String paxosEntry(String match, String actions) {
    return entry(1, COOKIE_PAXOS, 200, match, actions);
  }

  /**
   * The entries by which a member sends client packets to the leader. A packet for "the leader" is
   * readdressed once, by the first member that it meets; one that then reaches a member which does
   * not lead (any more) is dropped, so it can never go round in a circle.
   *
   * <p>The way to the leader may lead back to where the packet came from, if that is a switch
   * outside the group. No frame leaves by the port that it came in by unless an entry says so;
   * therefore a packet that was readdressed here is marked, and table 2 knows the mark.
   *
   * @param leader node id of the leader that this switch trusts; 0 for nobody
   */
  public List<String> towardsLeader(Switch of, int leader, Participants now) {
    int node = node(of.name());
    if (!now.includes(of.name())) {
      return List.of();
    }
    String lead = "run_code:" + Programs.ON_CLIENT;
    String first =
        leader == node
            ? lead
            : leader == 0 ? "drop" : MARK + "mod_dl_dst:" + nodeMac(leader) + ",goto_table:2";
    List<String> flows = new ArrayList<>();
    for (EtherType type : requests()) {
      String match = type(type) + ",dl_dst=";
      String readdressed = leader == node ? lead : "drop";
      flows.add(entry(1, leaderCookie(), 200, match + leaderMac(), first));
      flows.add(entry(1, leaderCookie(), 200, match + nodeMac(node), readdressed));
    }
    return flows;
  }

  /** What clients, or the ingress for them, ask of whoever leads. */
  private List<EtherType> requests() {
    return switch (fabric.service().delivery()) {
      case PACKETS -> List.of(EtherType.CLIENT);
      case STATE_MACHINE -> List.of(EtherType.CLIENT, EtherType.READ);
    };
  }

  // ---------------------------------------------------------------- table 2

  /**
   * As {@link #towardsLeader(Switch, int, Participants)}, of a group that has just been started.
   */
  public List<String> towardsLeader(Switch of, int leader) {
    return towardsLeader(of, leader, initial());
  }

  /** Table 2 of a group that has just been started. */
  public SwitchPlan forwarding(Switch of, Routes routes) {
    return forwarding(of, routes, initial());
  }

  /** Table 2 for the links that are up. */
  public SwitchPlan forwarding(Switch of, Routes routes, Participants now) {
    List<String> groups = new ArrayList<>();
    List<String> flows = new ArrayList<>();
    Map<String, String> ways = new LinkedHashMap<>();
    for (Switch to : fabric.switches()) {
      ways.put(to.name(), way(of, to, routes, groups));
    }
    for (Map.Entry<String, Integer> member : nodes.entrySet()) {
      String mac = nodeMac(member.getValue());
      forward(mac, ways.get(member.getKey()), flows);
      back(of, routes.ports(of.name(), member.getKey()), mac, now, flows);
    }
    if (!now.includes(of.name())) {
      forward(leaderMac(), ways.get(nearestMember(of, routes, now)), flows);
    }
    for (Host host : fabric.hosts()) {
      String way =
          host.attachedTo().equals(of.name())
              ? "output:" + portTo(of, host.name())
              : ways.get(host.attachedTo());
      forward(MacAddress.format(host.mac()), way, flows);
    }
    return new SwitchPlan(groups, flows);
  }

  /** Where the way to a member leads out of the group, a packet may have come from there. */
  private static void back(
      Switch of, List<Integer> way, String mac, Participants now, List<String> flows) {
    if (!now.includes(of.name()) || way.isEmpty()) {
      return;
    }
    int port = way.getFirst();
    boolean outside =
        of.ports().stream().anyMatch(p -> p.number() == port && !now.includes(p.peer()));
    if (outside) {
      String match = "reg0=0x1,in_port=" + port + ",dl_dst=" + mac;
      flows.add(entry(2, COOKIE_FORWARDING, 200, match, "IN_PORT"));
    }
  }

  /** Actions that take a frame towards a switch; empty if there is no way. */
  private String way(Switch from, Switch to, Routes routes, List<String> groups) {
    List<Integer> ports = routes.ports(from.name(), to.name());
    if (ports.isEmpty()) {
      return "";
    }
    if (ports.size() == 1) {
      return "output:" + ports.getFirst();
    }
    int id = fabric.switches().indexOf(to) + 1;
    StringBuilder group = new StringBuilder("group_id=" + id + ",type=ff");
    for (int port : ports) {
      group.append(",bucket=watch_port:" + port + ",actions=output:" + port);
    }
    groups.add(group.toString());
    return "group:" + id;
  }

  private static void forward(
      String mac, @org.jspecify.annotations.Nullable String way, List<String> flows) {
    if (way != null && !way.isEmpty()) {
      flows.add(entry(2, COOKIE_FORWARDING, 100, "dl_dst=" + mac, way));
    }
  }

  private static String nearestMember(Switch of, Routes routes, Participants now) {
    String nearest = now.members().getFirst();
    for (String member : now.members()) {
      if (routes.distance(of.name(), member) < routes.distance(of.name(), nearest)) {
        nearest = member;
      }
    }
    return nearest;
  }

  private static int portTo(Switch of, String peer) {
    for (Switch.Port port : of.ports()) {
      if (port.peer().equals(peer)) {
        return port.number();
      }
    }
    throw new IllegalArgumentException("switch " + of.name() + " has no port to " + peer);
  }

  // ---------------------------------------------------------------- text

  private String nodeMac(int node) {
    return MacAddress.format(Addressing.ofNode(fabric.group().id(), node));
  }

  private String leaderMac() {
    return MacAddress.format(Addressing.ofLeader(fabric.group().id()));
  }

  private static String type(EtherType type) {
    return "dl_type=0x" + Integer.toHexString(type.code());
  }

  private static String run(int program, String then) {
    return "run_code:" + program + "," + then;
  }

  private static String entry(int table, long cookie, int priority, String match, String actions) {
    return "cookie=0x"
        + Long.toHexString(cookie)
        + ",table="
        + table
        + ",priority="
        + priority
        + (match.isEmpty() ? "" : "," + match)
        + ",actions="
        + actions;
  }
}
