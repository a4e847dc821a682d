package io.quorate.fabric.plan;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FlowLine;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowStatement;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import io.quorate.fabric.flow.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The flow and group entries that the user wrote into the fabric file, read and checked: what they
 * name must exist, or they would lose frames without a word.
 */
final class UserEntries {

  private final Fabric fabric;
  private final Function<Switch, Names> names;
  private final long generatedGroupIdMax;
  private final Map<String, List<Flow>> flows = new LinkedHashMap<>();
  private final Map<String, List<Group>> groups = new LinkedHashMap<>();

  /**
   * @param names what the flows of a switch may call things
   * @param generatedGroupIdMax groups from 1 to this are generated
   * @throws BadFile naming file and line, if an entry is wrong
   */
  UserEntries(Fabric fabric, Function<Switch, Names> names, long generatedGroupIdMax) {
    this.fabric = fabric;
    this.names = names;
    this.generatedGroupIdMax = generatedGroupIdMax;
    // Groups may stand below the flows that name them, so they are looked for in a second round.
    fabric.flows().forEach(line -> reading(line, this::read));
    fabric.flows().forEach(line -> reading(line, this::checkGroups));
  }

  List<Flow> flows(Switch of) {
    return flows.getOrDefault(of.name(), List.of());
  }

  List<Group> groups(Switch of) {
    return groups.getOrDefault(of.name(), List.of());
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
      Switch to = switchNamed(name);
      try {
        add(to, statement);
      } catch (FlowSyntaxException e) {
        throw new FlowSyntaxException("on " + name + ": " + e.getMessage());
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

  private void add(Switch to, FlowStatement statement) {
    switch (statement.kind()) {
      case FLOW -> {
        for (Flow flow : FlowSyntax.flows(statement.text(), names.apply(to))) {
          refuseOurCookie(flow);
          checkNamed(to, flow.actions());
          flows.computeIfAbsent(to.name(), key -> new ArrayList<>()).add(flow);
        }
      }
      case GROUP -> {
        Group group = FlowSyntax.group(statement.text(), names.apply(to));
        List<Group> there = groups.computeIfAbsent(to.name(), key -> new ArrayList<>());
        refuseTakenId(group, there);
        group.buckets().forEach(bucket -> checkNamed(to, bucket.actions()));
        there.add(group);
      }
    }
  }

  /** Entries with one of our cookies would go when ours are replaced. */
  private static void refuseOurCookie(Flow flow) {
    if (FlowPlan.isOurs(flow.cookie())) {
      throw new FlowSyntaxException(
          "cookie 0x" + Long.toHexString(flow.cookie()) + " marks generated entries; give another");
    }
  }

  private void refuseTakenId(Group group, List<Group> others) {
    if (group.id() >= 1 && group.id() <= generatedGroupIdMax) {
      throw new FlowSyntaxException(
          "groups 1 to " + generatedGroupIdMax + " are generated; give a higher group_id");
    }
    if (others.stream().anyMatch(other -> other.id() == group.id())) {
      throw new FlowSyntaxException("there is a group " + group.id() + " on this switch already");
    }
  }

  /** Ports and programs must be there. */
  private static void checkNamed(Switch at, List<Action> actions) {
    for (Action action : flat(actions)) {
      if (action instanceof Action.RunCode(int program) && !Programs.exists(program)) {
        throw new FlowSyntaxException(
            "there is no program " + program + "; write run_code:1 to run_code:" + Programs.LAST);
      }
      if (action instanceof Action.Output(int port) && !hasPort(at, port)) {
        throw new FlowSyntaxException("there is no port " + port + "; write one of " + ports(at));
      }
    }
  }

  /** Actions, and those inside them. */
  private static List<Action> flat(List<Action> actions) {
    List<Action> all = new ArrayList<>();
    for (Action action : actions) {
      all.add(action);
      if (action instanceof Action.Clone(List<Action> inside)) {
        all.addAll(flat(inside));
      } else if (action instanceof Action.WriteActions(List<Action> inside)) {
        all.addAll(flat(inside));
      }
    }
    return all;
  }

  private static boolean hasPort(Switch at, int port) {
    return port > Ports.MAX
        || port == FlowPlan.PAXOS_PORT
        || at.ports().stream().anyMatch(each -> each.number() == port);
  }

  private static String ports(Switch at) {
    return String.join(
        ", ", at.ports().stream().map(port -> port.number() + " (" + port.name() + ")").toList());
  }

  /** A real switch refuses a flow that names a group it does not have. */
  private void checkGroups(FlowStatement statement) {
    if (statement.kind() == FlowStatement.Kind.GROUP) {
      return;
    }
    for (String name : statement.switches()) {
      Switch at = switchNamed(name);
      for (Flow flow : FlowSyntax.flows(statement.text(), names.apply(at))) {
        for (Action action : flat(flow.actions())) {
          if (action instanceof Action.ToGroup(long id)
              && groups(at).stream().noneMatch(group -> group.id() == id)) {
            throw new FlowSyntaxException(
                "%s has no group %d of yours; write add-group %s group_id=%d,…"
                    .formatted(name, id, name, id));
          }
        }
      }
    }
  }
}
