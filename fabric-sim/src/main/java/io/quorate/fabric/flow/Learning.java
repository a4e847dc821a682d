package io.quorate.fabric.flow;

import io.quorate.fabric.flow.LearnTemplate.Part;
import java.util.ArrayList;
import java.util.List;

/** Makes the flow that a {@code learn} action adds for one frame. */
final class Learning {
  private Learning() {}

  static Flow flow(LearnTemplate template, FlowKey key) {
    Match match = Match.ANY;
    List<Action> actions = new ArrayList<>();
    for (Part part : template.parts()) {
      switch (part) {
        case Part.MatchFrame(Subfield to, Subfield from) ->
            match = with(match, to, read(key, from));
        case Part.MatchValue(Subfield to, long value) -> match = with(match, to, value);
        case Part.LoadFrame(Subfield from, Subfield to) -> actions.add(load(to, read(key, from)));
        case Part.LoadValue(long value, Subfield to) -> actions.add(load(to, value));
        case Part.OutputFrame(Subfield from) -> output(actions, read(key, from));
      }
    }
    return new Flow(
        template.table(),
        template.priority(),
        template.cookie(),
        template.idleTimeoutS(),
        template.hardTimeoutS(),
        match,
        actions);
  }

  private static long read(FlowKey key, Subfield part) {
    return key.get(part.field()) >>> part.from() & Field.ones(part.bits());
  }

  private static Match with(Match match, Subfield to, long value) {
    return match.with(to.field(), value << to.from(), to.mask());
  }

  private static Action load(Subfield to, long value) {
    return new Action.SetField(to.field(), value << to.from(), to.mask());
  }

  private static void output(List<Action> actions, long port) {
    boolean reserved = port == Ports.IN_PORT || port == Ports.FLOOD || port == Ports.ALL;
    if (port <= Ports.MAX || reserved || port == Ports.LOCAL) {
      actions.add(new Action.Output((int) port));
    }
  }
}
