package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
  private final FlowPlan plan;
  private final UserEntries userEntries;

  /**
   * Reads the user's entries.
   *
   * @throws BadFile naming file and line, if one of them is wrong
   */
  public FlowBook(Fabric fabric) {
    this.fabric = fabric;
    this.plan = new FlowPlan(fabric);
    this.userEntries = new UserEntries(fabric, this::names, plan.groupIdMax());
  }

  public FlowPlan plan() {
    return plan;
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
    for (String member : fabric.group().members()) {
      macs.put(member, Addressing.ofNode(fabric.group().id(), plan.node(member)));
    }
    macs.put("leader", Addressing.ofLeader(fabric.group().id()));
    TreeMap<String, Integer> types = new TreeMap<>();
    for (EtherType type : EtherType.values()) {
      types.put(type.name(), type.code());
    }
    return new Names(ports, macs, types);
  }

  /** Everything for a switch: what is fixed, what the user added, leader and forwarding. */
  public Entries all(Switch of, int leader, Routes routes) {
    Entries forwarding = forwarding(of, routes);
    List<Flow> flows = new ArrayList<>(flows(of, plan.fixed(of)));
    flows.addAll(towardsLeader(of, leader));
    flows.addAll(forwarding.flows());
    flows.addAll(userEntries.flows(of));
    List<Group> groups = new ArrayList<>(forwarding.groups());
    groups.addAll(userEntries.groups(of));
    return new Entries(groups, flows);
  }

  /** The entries with {@link FlowPlan#COOKIE_LEADER}. */
  public List<Flow> towardsLeader(Switch of, int leader) {
    return flows(of, plan.towardsLeader(of, leader));
  }

  /** The entries with {@link FlowPlan#COOKIE_FORWARDING}, and their groups. */
  public Entries forwarding(Switch of, Routes routes) {
    SwitchPlan forwarding = plan.forwarding(of, routes);
    Names names = names(of);
    List<Group> groups =
        forwarding.groups().stream().map(text -> FlowSyntax.group(text, names)).toList();
    return new Entries(groups, flows(of, forwarding.flows()));
  }

  private List<Flow> flows(Switch of, List<String> texts) {
    Names names = names(of);
    return texts.stream().map(text -> FlowSyntax.flow(text, names)).toList();
  }
}
