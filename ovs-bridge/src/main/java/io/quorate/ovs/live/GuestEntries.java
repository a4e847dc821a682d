package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.ovs.openflow.Scope;
import io.quorate.ovs.topology.GuestTables;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.List;

/**
 * A fabric's entries for a switch that somebody else uses, too. They stand above his in table 0 and
 * in two tables that he does not use, carry a mark in their cookies, and take no frame that he
 * could have meant for himself: our EtherTypes, what clients send to the service's address or ask
 * by ARP about it, and what service hosts answer from the service's port. All other frames meet his
 * entries as before.
 *
 * <p>So two things differ from a fabric of our own: hosts may do what they could do before, such as
 * send to a service host's port directly; and frames of our EtherTypes are dropped at every port
 * that leads to no switch of ours.
 */
final class GuestEntries {

  private static final int PRIORITY = 65_000;
  private static final int ARP = 0x0806;
  private static final int ARP_REQUEST = 1;
  private static final int ICMP = 1;

  /** All bits that a port's number has; Open vSwitch takes the whole field for another one. */
  private static final int PORT_ONES = 0x7fff;

  private final Fabric fabric;
  private final List<Integer> hostPorts;

  GuestEntries(Fabric fabric, Switch of) {
    this.fabric = fabric;
    List<String> hosts = fabric.hosts().stream().map(Host::name).toList();
    this.hostPorts =
        of.ports().stream()
            .filter(each -> hosts.contains(each.peer()))
            .map(Switch.Port::number)
            .toList();
  }

  /** What of a switch is ours: what carries the mark. */
  static Scope scope() {
    return Scope.of(
        cookie -> cookie >>> GuestTables.COOKIE_SHIFT == GuestTables.MARK,
        group -> group >>> GuestTables.GROUP_SHIFT == GuestTables.MARK,
        meter -> false);
  }

  /**
   * The entries as they are installed.
   *
   * @param flows of the fabric, with their programs already turned into detours
   */
  FlowBook.Entries of(List<Group> groups, List<Flow> flows) {
    List<Flow> all = new ArrayList<>();
    for (Flow flow : flows) {
      if (flow.table() == 0) {
        admission(flow, all);
      } else {
        all.add(moved(flow, flow.match(), flow.actions(), 0));
      }
    }
    for (EtherType type : EtherType.values()) {
      Match match = Match.ANY.with(Field.ETH_TYPE, type.code());
      long cookie = cookie(FlowPlan.COOKIE_ADMISSION);
      all.add(new Flow(0, PRIORITY, cookie, 0, 0, match, List.of()));
    }
    return new FlowBook.Entries(groups.stream().map(GuestEntries::moved).toList(), all);
  }

  private void admission(Flow flow, List<Flow> all) {
    Match match = flow.match();
    if (is(match, Field.IN_PORT, FlowPlan.PAXOS_PORT)) {
      // What our process sends may have to come back to it, so it must not seem to be from there.
      List<Action> actions = new ArrayList<>();
      actions.add(new Action.SetField(Field.IN_PORT, 0, PORT_ONES));
      actions.addAll(flow.actions());
      all.add(moved(flow, match, actions, PRIORITY));
    } else if (is(match, Field.ETH_TYPE, ARP)) {
      fabric.tenants().stream()
          .map(each -> Integer.toUnsignedLong(each.service().ipv4()))
          .map(ip -> match.with(Field.ARP_OP, ARP_REQUEST).with(Field.ARP_TPA, ip))
          .forEach(narrow -> all.add(moved(flow, narrow, flow.actions(), PRIORITY)));
    } else if (!match.has(Field.ETH_TYPE)) {
      for (EtherType type : EtherType.values()) {
        Match narrow = match.with(Field.ETH_TYPE, type.code());
        all.add(moved(flow, narrow, flow.actions(), PRIORITY));
      }
    } else if (!flow.actions().isEmpty() && !isPing(match)) {
      all.add(moved(flow, match, flow.actions(), PRIORITY));
    }
  }

  /** Pings of hosts are their owner's. */
  private boolean isPing(Match match) {
    return is(match, Field.IP_PROTO, ICMP) && hostPorts.contains((int) match.value(Field.IN_PORT));
  }

  private static boolean is(Match match, Field field, long value) {
    return match.has(field) && match.value(field) == value;
  }

  private static Flow moved(Flow flow, Match match, List<Action> actions, int higher) {
    return new Flow(
        table(flow.table()),
        flow.priority() + higher,
        cookie(flow.cookie()),
        flow.idleTimeoutS(),
        flow.hardTimeoutS(),
        match,
        actions.stream().map(GuestEntries::moved).toList());
  }

  private static Group moved(Group group) {
    return new Group(id(group.id()), group.type(), group.hashFields(), group.buckets());
  }

  private static Action moved(Action action) {
    if (action instanceof Action.GotoTable(int table)) {
      return new Action.GotoTable(table(table));
    }
    return action instanceof Action.ToGroup(long group) ? new Action.ToGroup(id(group)) : action;
  }

  private static int table(int table) {
    return table == 0 ? 0 : GuestTables.FIRST_TABLE - 1 + table;
  }

  private static long id(long group) {
    return (GuestTables.MARK << GuestTables.GROUP_SHIFT) + group;
  }

  private static long cookie(long cookie) {
    return GuestTables.MARK << GuestTables.COOKIE_SHIFT | cookie;
  }
}
