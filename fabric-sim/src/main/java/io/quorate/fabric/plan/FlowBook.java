package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FlowLine;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowStatement;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
  private final Map<String, List<Flow>> userFlows = new LinkedHashMap<>();
  private final Map<String, List<Group>> userGroups = new LinkedHashMap<>();

  /**
   * Reads the user's entries.
   *
   * @throws BadFile naming file and line, if one of them is wrong
   */
  public FlowBook(Fabric fabric) {
    this.fabric = fabric;
    this.plan = new FlowPlan(fabric);
    for (FlowLine line : fabric.flows()) {
      reading(line, this::read);
    }
    for (FlowLine line : fabric.flows()) {
      reading(line, this::checkGroups);
    }
  }

  public FlowPlan plan() {
    return plan;
  }

  /** Has whatever is wrong with the line told with its place. */
  private void reading(FlowLine line, Consumer<FlowStatement> reader) {
    try {
      reader.accept(FlowStatement.read(line.text()));
    } catch (FlowSyntaxException e) {
      throw BadFile.whole(line.source(), String.valueOf(e.getMessage()), "see docs/flows.md");
    }
  }

  private void read(FlowStatement statement) {
    if (statement.switches().isEmpty()) {
      throw new FlowSyntaxException("no switch is named; write add-flow SWITCH FLOW");
    }
    for (String name : statement.switches()) {
      add(switchNamed(name), statement);
    }
  }

  private void add(Switch to, FlowStatement statement) {
    Names names = names(to);
    switch (statement.kind()) {
      case FLOW -> {
        List<Flow> flows = FlowSyntax.flows(statement.text(), names);
        flows.forEach(FlowBook::refuseOurCookie);
        userFlows.computeIfAbsent(to.name(), key -> new ArrayList<>()).addAll(flows);
      }
      case GROUP -> {
        Group group = FlowSyntax.group(statement.text(), names);
        List<Group> groups = userGroups.computeIfAbsent(to.name(), key -> new ArrayList<>());
        refuseTakenId(group, groups);
        groups.add(group);
      }
    }
  }

  /** Entries with one of our cookies would go when ours are replaced. */
  private static void refuseOurCookie(Flow flow) {
    if (flow.cookie() >= FlowPlan.COOKIE_ADMISSION && flow.cookie() <= FlowPlan.COOKIE_FORWARDING) {
      throw new FlowSyntaxException(
          "cookie 0x" + Long.toHexString(flow.cookie()) + " marks generated entries; give another");
    }
  }

  private void refuseTakenId(Group group, List<Group> others) {
    long generated = plan.groupIdMax();
    if (group.id() >= 1 && group.id() <= generated) {
      throw new FlowSyntaxException(
          "groups 1 to " + generated + " are generated; give a higher group_id");
    }
    for (Group other : others) {
      if (other.id() == group.id()) {
        throw new FlowSyntaxException("there is a group " + group.id() + " on this switch already");
      }
    }
  }

  /** A real switch refuses a flow that names a group it does not have. */
  private void checkGroups(FlowStatement statement) {
    if (statement.kind() == FlowStatement.Kind.GROUP) {
      return;
    }
    for (String name : statement.switches()) {
      List<Group> there = userGroups.getOrDefault(name, List.of());
      for (Flow flow : FlowSyntax.flows(statement.text(), names(switchNamed(name)))) {
        for (Action action : flow.actions()) {
          if (action instanceof Action.ToGroup(long id)
              && there.stream().noneMatch(group -> group.id() == id)) {
            throw new FlowSyntaxException(
                name
                    + " has no group "
                    + id
                    + " of yours; write add-group "
                    + name
                    + " group_id="
                    + id
                    + ",…");
          }
        }
      }
    }
  }

  private Switch switchNamed(String name) {
    for (Switch each : fabric.switches()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw new FlowSyntaxException(
        "there is no switch '"
            + name
            + "'; the fabric has "
            + String.join(", ", fabric.switches().stream().map(Switch::name).toList()));
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
    flows.addAll(userFlows.getOrDefault(of.name(), List.of()));
    List<Group> groups = new ArrayList<>(forwarding.groups());
    groups.addAll(userGroups.getOrDefault(of.name(), List.of()));
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
