package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Actions executed together in the order that OpenFlow gives them, whatever the order in which they
 * were written: pop, push, TTL, then all writes as they came, then one way out. The last pop, push
 * and TTL count; of the ways out a group goes before an output and that before a resubmit. A set
 * without a way out does nothing.
 */
final class ActionSet {
  private static final int RESUBMIT = 1;
  private static final int OUTPUT = 2;
  private static final int GROUP = 3;

  private ActionSet() {}

  /** The actions to execute, in order. */
  static List<Action> ordered(List<Action> written) {
    @Nullable Action pop = null;
    @Nullable Action push = null;
    @Nullable Action ttl = null;
    @Nullable Action out = null;
    List<Action> writes = new ArrayList<>();
    for (Action action : written) {
      switch (action) {
        case Action.PopVlan _ -> pop = action;
        case Action.PushVlan _ -> push = action;
        case Action.DecTtl _ -> ttl = action;
        case Action.SetField _, Action.Move _, Action.ModVlanVid _, Action.ModVlanPcp _ ->
            writes.add(action);
        default -> out = out == null || rank(action) >= rank(out) ? action : out;
      }
    }
    List<Action> order = new ArrayList<>();
    if (out != null) {
      addIfThere(order, pop);
      addIfThere(order, push);
      addIfThere(order, ttl);
      order.addAll(writes);
      order.add(out);
    }
    return order;
  }

  /** Refuses what OpenFlow does not allow in an action set. */
  static void checkAllowed(Action action, String where) {
    boolean allowed =
        switch (action) {
          case Action.PopVlan _, Action.PushVlan _, Action.DecTtl _ -> true;
          case Action.SetField _, Action.Move _, Action.ModVlanVid _, Action.ModVlanPcp _ -> true;
          case Action.Output _, Action.ToGroup _, Action.Resubmit _ -> true;
          case Action.OutputField _, Action.GotoTable _, Action.WriteMetadata _ -> false;
          case Action.WriteActions _, Action.ClearActions _, Action.Clone _ -> false;
          case Action.Learn _, Action.Note _, Action.RunCode _, Action.Exit _ -> false;
        };
    if (!allowed) {
      throw new FlowSyntaxException(
          "'" + ActionText.of(action, "tp", Names.NONE) + "' may not stand " + where);
    }
  }

  private static int rank(Action out) {
    return switch (out) {
      case Action.ToGroup _ -> GROUP;
      case Action.Output _ -> OUTPUT;
      default -> RESUBMIT;
    };
  }

  private static void addIfThere(List<Action> order, @Nullable Action action) {
    if (action != null) {
      order.add(action);
    }
  }
}
