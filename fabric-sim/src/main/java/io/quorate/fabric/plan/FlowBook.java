package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Every flow entry of a fabric, read and ready to be installed: the generated ones and those that
 * the user wrote into the fabric file.
 */
public final class FlowBook {

  /** Groups first, since a flow may not name a group that is not there. */
  public record Entries(List<Group> groups, List<Flow> flows) {
    public Entries {
      groups = List.copyOf(groups);
      flows = List.copyOf(flows);
    }
  }

  private final Fabric fabric;
  private final List<FlowPlan> plans = new ArrayList<>();
  private final UserEntries userEntries;

  /**
   * Reads the user's entries.
   *
   * @throws BadFile naming file and line, if one of them is wrong
   */
  public FlowBook(Fabric fabric) {
    this.fabric = fabric;
    for (Fabric view : fabric.views()) {
      plans.add(new FlowPlan(view, plans.size()));
    }
    this.userEntries = new UserEntries(fabric, this::names, plan().groupIdMax());
  }

  /** The description. */
  public Fabric fabric() {
    return fabric;
  }

  /** The plan for the first group. */
  public FlowPlan plan() {
    return plans.getFirst();
  }

  /** The plans for all groups, in the order of the fabric's services. */
  public List<FlowPlan> plans() {
    return Collections.unmodifiableList(plans);
  }

  /** The names that flows of a switch may use, and by which they can be printed. */
  public Names names(Switch of) {
    TreeMap<String, Integer> ports = new TreeMap<>();
    ports.put("paxos", FlowPlan.PAXOS_PORT);
    for (Switch.Port port : of.ports()) {
      ports.put(port.name(), port.number());
    }
    TreeMap<String, Long> macs = new TreeMap<>();
    for (Host host : fabric.hosts()) {
      macs.put(host.name(), host.mac());
    }
    List<Fabric> views = fabric.views();
    for (int place = 0; place < views.size(); place++) {
      nameNodes(views.get(place).group(), plans.get(place), place == 0, macs);
    }
    TreeMap<String, Integer> types = new TreeMap<>();
    for (EtherType type : EtherType.values()) {
      types.put(type.name(), type.code());
    }
    return new Names(ports, macs, types);
  }

  /** Nodes of the first group go by their switches' names; those of others add their group's id. */
  private static void nameNodes(
      PaxosGroup group, FlowPlan plan, boolean first, Map<String, Long> macs) {
    String of = first ? "" : "-" + group.id();
    for (String member : group.members()) {
      macs.put(member + of, Addressing.ofNode(group.id(), plan.node(member)));
    }
    macs.put("leader" + of, Addressing.ofLeader(group.id()));
  }

  /** Everything for a switch of a fabric with one group. */
  public Entries all(Switch of, int leader, Routes routes) {
    return all(of, List.of(leader), routes);
  }

  /**
   * Everything for a switch: what is fixed, what the user added, leaders and forwarding.
   *
   * @param leaders of the groups, node ids, in the order of the fabric's services
   */
  public Entries all(Switch of, List<Integer> leaders, Routes routes) {
    return all(of, leaders, routes, initial());
  }

  /** Who takes part in each group at first, in the order of the fabric's services. */
  public List<Participants> initial() {
    return plans.stream().map(FlowPlan::initial).toList();
  }

  /**
   * As {@link #all(Switch, List, Routes)}.
   *
   * @param now who takes part in each group, in the order of the fabric's services
   */
  public Entries all(Switch of, List<Integer> leaders, Routes routes, List<Participants> now) {
    Entries forwarding = forwarding(of, routes, now);
    List<Flow> flows = new ArrayList<>(fixed(of, now));
    for (int place = 0; place < plans.size(); place++) {
      flows.addAll(towardsLeader(of, place, leaders.get(place), now.get(place)));
    }
    flows.addAll(forwarding.flows());
    flows.addAll(userEntries.flows(of));
    List<Group> groups = new ArrayList<>(forwarding.groups());
    groups.addAll(userEntries.groups(of));
    return new Entries(groups, flows);
  }

  /** The entries with {@link FlowPlan#COOKIE_LEADER}. */
  public List<Flow> towardsLeader(Switch of, int leader) {
    return towardsLeader(of, 0, leader, plan().initial());
  }

  /** The entries with {@link FlowPlan#COOKIE_ADMISSION} and {@link FlowPlan#COOKIE_PAXOS}. */
  public List<Flow> fixed(Switch of, List<Participants> now) {
    return flows(of, together(plan -> plan.fixed(of, now.get(plans.indexOf(plan)))));
  }

  /**
   * The entries with the cookie {@link FlowPlan#leaderCookie} of a group's plan.
   *
   * @param place of the group among the fabric's services
   * @param now who takes part in it
   */
  public List<Flow> towardsLeader(Switch of, int place, int leader, Participants now) {
    return flows(of, plans.get(place).towardsLeader(of, leader, now));
  }

  /** The entries with {@link FlowPlan#COOKIE_FORWARDING}, and their groups. */
  public Entries forwarding(Switch of, Routes routes) {
    return forwarding(of, routes, initial());
  }

  /**
   * As {@link #forwarding(Switch, Routes)}.
   *
   * @param now who takes part in each group, in the order of the fabric's services
   */
  public Entries forwarding(Switch of, Routes routes, List<Participants> now) {
    Names names = names(of);
    List<SwitchPlan> each = new ArrayList<>();
    for (FlowPlan plan : plans) {
      each.add(plan.forwarding(of, routes, now.get(plans.indexOf(plan))));
    }
    List<Group> groups =
        each.stream()
            .flatMap(plan -> plan.groups().stream())
            .distinct()
            .map(text -> FlowSyntax.group(text, names))
            .toList();
    List<String> texts = each.stream().flatMap(plan -> plan.flows().stream()).distinct().toList();
    return new Entries(groups, flows(of, texts));
  }

  /** What the plans of all groups have; what several have, once. */
  private List<String> together(Function<FlowPlan, List<String>> part) {
    LinkedHashSet<String> texts = new LinkedHashSet<>();
    plans.forEach(plan -> texts.addAll(part.apply(plan)));
    return List.copyOf(texts);
  }

  private List<Flow> flows(Switch of, List<String> texts) {
    Names names = names(of);
    return texts.stream().map(text -> FlowSyntax.flow(text, names)).toList();
  }
}
