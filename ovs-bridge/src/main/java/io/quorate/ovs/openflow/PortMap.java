package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.LearnTemplate;
import io.quorate.fabric.flow.LearnTemplate.Part;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.flow.Subfield;
import io.quorate.fabric.plan.FlowPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Port numbers in flows and groups, between the fabric's and a switch's. */
final class PortMap {
  private final Map<Integer, Integer> there;
  private final Map<Integer, Integer> here;

  private PortMap(Map<Integer, Integer> there, Map<Integer, Integer> here) {
    this.there = there;
    this.here = here;
  }

  /**
   * @throws IllegalArgumentException if two ports of the fabric would be one of the switch
   */
  static PortMap of(Map<Integer, Integer> numbers, int paxosPort) {
    Map<Integer, Integer> there = new HashMap<>(numbers);
    there.put(FlowPlan.PAXOS_PORT, paxosPort);
    Map<Integer, Integer> here = new HashMap<>();
    there.forEach(
        (mine, its) -> {
          Integer other = here.put(its, mine);
          if (other != null) {
            throw new IllegalArgumentException(
                "ports %d and %d would both be %d on the switch".formatted(mine, other, its));
          }
        });
    return new PortMap(there, here);
  }

  Flow forward(Flow flow, List<Action> actions) {
    return translate(flow, actions, there);
  }

  Flow back(Flow flow) {
    return translate(flow, flow.actions(), here);
  }

  Group forward(Group group) {
    return translate(group, there);
  }

  Group back(Group group) {
    return translate(group, here);
  }

  private static Flow translate(Flow flow, List<Action> actions, Map<Integer, Integer> to) {
    Match match = flow.match();
    if (match.has(Field.IN_PORT)) {
      match = match.with(Field.IN_PORT, port((int) match.value(Field.IN_PORT), to));
    }
    return new Flow(
        flow.table(),
        flow.priority(),
        flow.cookie(),
        flow.idleTimeoutS(),
        flow.hardTimeoutS(),
        match,
        translate(actions, to));
  }

  private static Group translate(Group group, Map<Integer, Integer> to) {
    List<Group.Bucket> buckets =
        group.buckets().stream()
            .map(
                bucket ->
                    new Group.Bucket(
                        bucket.weight(),
                        port(bucket.watchPort(), to),
                        translate(bucket.actions(), to)))
            .toList();
    return new Group(group.id(), group.type(), group.hashFields(), buckets);
  }

  private static int port(int port, Map<Integer, Integer> to) {
    return to.getOrDefault(port, port);
  }

  private static List<Action> translate(List<Action> actions, Map<Integer, Integer> to) {
    return actions.stream().map(action -> translate(action, to)).toList();
  }

  private static Action translate(Action action, Map<Integer, Integer> to) {
    return switch (action) {
      case Action.Output(int port) -> new Action.Output(port(port, to));
      case Action.Resubmit(int port, int table) -> new Action.Resubmit(port(port, to), table);
      case Action.SetField(Field field, long value, long mask)
          when field == Field.IN_PORT && mask == field.ones() ->
          new Action.SetField(field, port((int) value, to), mask);
      case Action.Clone(List<Action> inner) -> new Action.Clone(translate(inner, to));
      case Action.WriteActions(List<Action> inner) -> new Action.WriteActions(translate(inner, to));
      case Action.Learn(LearnTemplate template) -> new Action.Learn(translate(template, to));
      default -> action;
    };
  }

  private static LearnTemplate translate(LearnTemplate learned, Map<Integer, Integer> to) {
    return new LearnTemplate(
        learned.table(),
        learned.priority(),
        learned.cookie(),
        learned.idleTimeoutS(),
        learned.hardTimeoutS(),
        learned.limit(),
        learned.parts().stream().map(part -> translate(part, to)).toList());
  }

  private static Part translate(Part part, Map<Integer, Integer> to) {
    return part instanceof Part.MatchValue(Subfield field, long value)
            && field.field() == Field.IN_PORT
        ? new Part.MatchValue(field, port((int) value, to))
        : part;
  }
}
