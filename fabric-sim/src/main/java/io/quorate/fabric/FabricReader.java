package io.quorate.fabric;

import io.quorate.fabric.Nodes.HostDraft;
import io.quorate.fabric.Nodes.SwitchDraft;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads a fabric file from top to bottom and checks that it hangs together. */
final class FabricReader {

  static final int MTU_BYTES_DEFAULT = 1_500;
  static final int MTU_BYTES_MIN = 576;
  static final int MTU_BYTES_MAX = 9_216;

  private static final String NODES_EXAMPLE = "switches: [S1, S2, S3]";

  private final Fields top;
  private final Nodes nodes;
  private final Wiring wiring;

  private final boolean clientsOnMembers;

  private FabricReader(Fields top, boolean clientsOnMembers) {
    this.top = top;
    this.clientsOnMembers = clientsOnMembers;
    this.nodes = new Nodes(top.need("switches", NODES_EXAMPLE), top.get("hosts"));
    this.wiring = new Wiring(nodes, top.get("links"));
  }

  static Fabric read(Entry root, boolean clientsOnMembers) {
    List<String> known =
        List.of("fabric", "mtu", "service", "paxos", "switches", "hosts", "links", "flows");
    return new FabricReader(root.fields("a fabric", known), clientsOnMembers).fabric();
  }

  private Fabric fabric() {
    String name = Names.plain(top.need("fabric", "fabric: wan-three"), 64);
    Entry mtu = top.get("mtu");
    int mtuBytes =
        mtu == null
            ? MTU_BYTES_DEFAULT
            : (int) Units.count(mtu, "bytes", MTU_BYTES_MIN, MTU_BYTES_MAX);
    List<Switch> switches = new ArrayList<>();
    for (SwitchDraft draft : nodes.switches()) {
      switches.add(wiring.numbered(draft));
    }
    TenantReader tenants =
        new TenantReader(nodes, top.need("paxos", "paxos: {members: [S1]}"), top.get("service"));
    List<PaxosGroup> groups = tenants.groups();
    groups.forEach(group -> wiring.requireAllReachableFrom(group.leader()));
    Addresses addresses = new Addresses();
    List<HostDraft> drafts = nodes.hosts();
    int[] ipv4 = new int[drafts.size()];
    long[] mac = new long[drafts.size()];
    takeGiven(addresses, ipv4, mac);
    List<Tenant> all = tenants.withServices(addresses);
    List<Host> hosts = hosts(addresses, ipv4, mac, tenants);
    Entry flows = top.get("flows");
    List<FlowLine> lines = flows == null ? List.of() : flowLines(flows);
    refuseMisplacedHosts(all, tenants);
    all.forEach(each -> ReadsReader.refuseForPackets(top.need("paxos", ""), each));
    Tenant first = all.getFirst();
    return new Fabric(
        name,
        mtuBytes,
        first.service(),
        switches,
        hosts,
        wiring.links(),
        first.group(),
        lines,
        all.subList(1, all.size()));
  }

  /** Given addresses come first, so that no default runs into one further down; 0 = not given. */
  private void takeGiven(Addresses addresses, int[] ipv4, long[] mac) {
    for (int i = 0; i < ipv4.length; i++) {
      Entry givenIp = nodes.hosts().get(i).fields().get("ip");
      Entry givenMac = nodes.hosts().get(i).fields().get("mac");
      ipv4[i] = givenIp == null ? 0 : addresses.ipv4(givenIp);
      mac[i] = givenMac == null ? 0 : addresses.mac(givenMac);
    }
  }

  private List<Host> hosts(Addresses addresses, int[] ipv4, long[] mac, TenantReader tenants) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < ipv4.length; i++) {
      HostDraft draft = nodes.hosts().get(i);
      int ip = ipv4[i] == 0 ? addresses.nextIpv4() : ipv4[i];
      long hardware = mac[i] == 0 ? addresses.freeMac(ip) : mac[i];
      int group = tenants.groupOf(draft);
      hosts.add(new Host(draft.name(), draft.role(), draft.on(), ip, hardware, group));
    }
    return hosts;
  }

  /**
   * Clients attach to switches outside the group, which classify and stamp their packets; service
   * hosts to members, which deliver to them.
   */
  private void refuseMisplacedHosts(List<Tenant> all, TenantReader tenants) {
    boolean anyClient = false;
    Set<Integer> served = new LinkedHashSet<>();
    for (HostDraft host : nodes.hosts()) {
      String place = Entry.quoted(host.name()) + " is on " + host.on();
      switch (host.role()) {
        case CLIENT -> {
          anyClient = true;
          if (!clientsOnMembers
              && all.stream().anyMatch(each -> each.group().members().contains(host.on()))) {
            throw host.where()
                .bad(
                    "client " + place + ", a member of the Paxos group",
                    "attach clients to a switch that is no member, like WAN0 in wan-three");
          }
        }
        case SERVICE -> {
          Tenant own = tenants.of(host, all);
          served.add(own.group().id());
          refuseUnserved(host, place, own);
        }
      }
    }
    Entry where = Objects.requireNonNullElse(top.key("hosts"), top.whole());
    if (!anyClient) {
      throw where.bad("no client", "add one to hosts, like {client: c1, on: WAN0}");
    }
    for (Tenant each : all) {
      refuseUnattended(each, served, where);
    }
  }

  private static void refuseUnattended(Tenant tenant, Set<Integer> served, Entry where) {
    if (!served.contains(tenant.group().id())
        && tenant.service().delivery() == Service.Delivery.PACKETS) {
      throw where.bad(
          "no service host to deliver packets to",
          "add one to hosts, like {service-host: h1, on: S1}, or \"delivery: state machine\"");
    }
  }

  private static void refuseUnserved(HostDraft host, String place, Tenant own) {
    if (own.service().delivery() == Service.Delivery.STATE_MACHINE) {
      throw host.where()
          .bad(
              "service host " + Entry.quoted(host.name()) + " would get nothing to do",
              "remove it, or write \"delivery: packets\"");
    }
    if (!own.group().members().contains(host.on())) {
      throw host.where()
          .bad(
              "service host " + place + ", which is no member of the Paxos group",
              "attach it to a member: only members deliver");
    }
  }

  private static List<FlowLine> flowLines(Entry flows) {
    if (flows.isFoldedBlock()) {
      throw flows.bad("\">\" joins the flows into one line", "write \"|\", which keeps lines");
    }
    if (flows.isLiteralBlock()) {
      return blockLines(flows);
    }
    List<FlowLine> lines = new ArrayList<>();
    for (Entry entry : flows.list("a list of flows, or a block of them after \"|\"")) {
      String text = entry.text("a flow (in quotes, if it has \": \" or \" #\" in it)").strip();
      if (text.isEmpty() || !text.codePoints().allMatch(FabricReader::fitsOneLine)) {
        throw entry.bad("not one line of text", "write each flow as an entry of its own");
      }
      lines.add(new FlowLine(text, entry.file() + ":" + entry.line()));
    }
    return lines;
  }

  /** Lines of a literal block; it begins on the line after its bar. */
  private static List<FlowLine> blockLines(Entry block) {
    List<FlowLine> lines = new ArrayList<>();
    String[] texts = block.text("flows").split("\n", -1);
    if (texts.length > Entry.SIZE_MAX) {
      throw block.bad(texts.length + " lines", "at most " + Entry.SIZE_MAX + " are read");
    }
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i].strip();
      String source = block.file() + ":" + (block.line() + 1 + i);
      if (!text.codePoints().allMatch(FabricReader::fitsOneLine)) {
        throw block.bad("line " + (i + 1) + " of the block has control characters", "remove them");
      }
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new FlowLine(text, source));
      }
    }
    return lines;
  }

  private static boolean fitsOneLine(int point) {
    return point == '\t'
        || !(Character.isISOControl(point)
            || point == '\u2028'
            || point == '\u2029'
            || point == '\uFEFF');
  }
}
