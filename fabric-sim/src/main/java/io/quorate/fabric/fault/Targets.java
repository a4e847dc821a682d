package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.paxos.Durability;
import java.util.List;

/** Where in a fabric drawn faults may strike. */
final class Targets {

  private static final int ONE_WAY_ONE_IN = 3;

  private final Dice dice;
  private final String leader;
  private final List<String> members;
  private final boolean forget;
  private final int spare;
  private final List<String> switches;
  private final List<Link> switchLinks;
  private final List<Link> impairableLinks;

  Targets(Fabric fabric, Dice dice) {
    this.dice = dice;
    this.leader = fabric.group().leader();
    this.members = fabric.group().members();
    this.forget = fabric.group().durability() == Durability.VOLATILE;
    this.spare = fabric.group().acceptors().size() - fabric.group().quorums().recovery();
    this.switches = fabric.switches().stream().map(Switch::name).toList();
    List<String> serviceHosts =
        fabric.hosts().stream()
            .filter(host -> host.role() == Host.Role.SERVICE)
            .map(Host::name)
            .toList();
    this.switchLinks =
        fabric.links().stream()
            .filter(link -> switches.contains(link.a()) && switches.contains(link.b()))
            .toList();
    this.impairableLinks =
        fabric.links().stream()
            .filter(link -> !serviceHosts.contains(link.a()) && !serviceHosts.contains(link.b()))
            .toList();
  }

  /** Who leads at first. */
  String leader() {
    return leader;
  }

  /** The members but that. */
  List<String> others() {
    return members.stream().filter(node -> !node.equals(leader)).toList();
  }

  List<String> members() {
    return members;
  }

  /** True if members keep nothing. */
  boolean forget() {
    return forget;
  }

  /** So many members may be without memory at once and win it back. */
  int spare() {
    return spare;
  }

  boolean hasSwitchLinks() {
    return !switchLinks.isEmpty();
  }

  boolean hasImpairableLinks() {
    return !impairableLinks.isEmpty();
  }

  /**
   * A switch to strike: the first leader at least half of the time, rarely one outside the group.
   */
  String victim() {
    int lot = dice.below(8);
    if (lot < 4) {
      return leader;
    }
    return dice.pick(lot < 7 ? members : switches);
  }

  String switchLink() {
    return dice.pick(switchLinks).name();
  }

  /** A link between switches, as a rule; now and then a client's. */
  String impairableLink() {
    boolean any = switchLinks.isEmpty() || dice.oneIn(4);
    return dice.pick(any ? impairableLinks : switchLinks).name();
  }

  /** All switches in two parts, one switch apart, or two parts and a bridge that sees both. */
  Fault.Partition partition() {
    return switch (dice.below(3)) {
      case 0 -> split();
      case 1 -> isolation();
      default -> bridge();
    };
  }

  private Fault.Partition split() {
    List<String> order = dice.shuffled(switches);
    int cut = 1 + dice.below(order.size() - 1);
    return new Fault.Partition(order.subList(0, cut), order.subList(cut, order.size()), oneWay());
  }

  /** Cut off from the other members alone, a member may still be asked by clients. */
  private Fault.Partition isolation() {
    String victim = victim();
    boolean oneWay = oneWay();
    // One-way, it makes a difference whether the victim is deaf or dumb.
    boolean deaf = dice.oneIn(2);
    Fault.Partition ofMembers = isolation(victim, members, oneWay, deaf);
    return dice.oneIn(2) && cuts(ofMembers) ? ofMembers : isolation(victim, switches, oneWay, deaf);
  }

  private static Fault.Partition isolation(
      String victim, List<String> from, boolean oneWay, boolean deaf) {
    List<String> others = from.stream().filter(node -> !node.equals(victim)).toList();
    return deaf
        ? new Fault.Partition(others, List.of(victim), oneWay)
        : new Fault.Partition(List.of(victim), others, oneWay);
  }

  /** The first leader, cut off from the other members and from nobody else. */
  Fault.Partition stranded() {
    return isolation(leader, members, false, false);
  }

  /** This one hears no other member. */
  Fault.Partition deaf(String node) {
    return isolation(node, members, true, true);
  }

  /** Members but the first leader that have a link to another one. */
  List<String> linkedOthers() {
    return others().stream().filter(node -> cuts(deaf(node))).toList();
  }

  /** No other member hears the first leader. */
  Fault.Partition dumb() {
    return isolation(leader, members, true, false);
  }

  /** The links that lead from the first leader to another member. */
  List<String> waysOut() {
    Fault.Partition apart = stranded();
    return switchLinks.stream()
        .filter(link -> FaultReader.crosses(link, apart))
        .map(Link::name)
        .toList();
  }

  /** Switches outside the group from which clients do not come straight to the first leader. */
  List<String> farSide() {
    return switches.stream()
        .filter(node -> !members.contains(node) && !isNextToLeader(node))
        .toList();
  }

  private boolean isNextToLeader(String node) {
    return switchLinks.stream()
        .anyMatch(
            link ->
                (link.a().equals(node) && link.b().equals(leader))
                    || (link.b().equals(node) && link.a().equals(leader)));
  }

  boolean canStrand() {
    return cuts(stranded());
  }

  private boolean cuts(Fault.Partition partition) {
    return switchLinks.stream().anyMatch(link -> FaultReader.crosses(link, partition));
  }

  /** Not every fabric has links around every bridge; where there is none, a split will do. */
  private Fault.Partition bridge() {
    List<String> order = dice.shuffled(switches);
    if (order.size() > 2) {
      int cut = 1 + dice.below(order.size() - 2);
      Fault.Partition around =
          new Fault.Partition(
              order.subList(0, cut), order.subList(cut + 1, order.size()), oneWay());
      if (cuts(around)) {
        return around;
      }
    }
    return split();
  }

  private boolean oneWay() {
    return dice.oneIn(ONE_WAY_ONE_IN);
  }
}
