package io.quorate.check.monitor;

import io.quorate.check.history.History;
import io.quorate.check.model.Kind;
import io.quorate.check.model.Model;
import io.quorate.check.search.Search;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges histories whose values tell operations apart, in about the time of a sort. Each part of a
 * history is judged by the monitor of the model's {@link Kind}; parts that it cannot decide are
 * handed to the search.
 */
public final class Monitors<S> {
  private final History history;
  private final Model<S> model;
  private final Monitor monitor;
  private final Moves moves;
  private final Patience patience;
  private final int[][] operations;

  /** The orders that were found, each at its part's place; null where the search is to look. */
  private final int[] @Nullable [] orders;

  private int judged;
  private int decided;

  private Monitors(
      History history, Model<S> model, Monitor monitor, Moves moves, Patience patience) {
    this.history = history;
    this.model = model;
    this.monitor = monitor;
    this.moves = moves;
    this.patience = patience;
    this.operations = operations();
    this.orders = new int[operations.length][];
  }

  /**
   * Judges the history on the calling thread.
   *
   * @return null when no monitor can decide about any part of it: when the model is of no known
   *     kind, knows not every call, or the values do not tell enough
   */
  public static <S> @Nullable Verdict check(History history, Model<S> model, Budget budget) {
    Monitor monitor = monitor(model.kind());
    if (monitor == null || history.size() == 0) {
      return null;
    }
    Patience patience = new Patience(budget);
    long beganNs = budget.clockNs().getAsLong();
    try {
      patience.poll();
      if (model.kind() instanceof Kind.Set && ByElement.applies(history, model)) {
        return Search.check(history, new ByElement<>(model), budget.since(beganNs));
      }
      if (model.kind() != Kind.Container.BAG && !Prospect.isOpen(history, model)) {
        return null;
      }
      Object initial = model.kind() instanceof Kind.Register register ? register.initial() : null;
      Moves moves = new Moves(history, model, initial);
      if (moves.foreign || !anyPartMayBeDecided(history, moves, model.kind(), patience)) {
        return null;
      }
      patience.require(Slice.BYTES_PER_OPERATION * history.size());
      Monitors<S> monitors = new Monitors<>(history, model, monitor, moves, patience);
      Verdict verdict = monitors.judge();
      return verdict != null ? verdict : monitors.searchTheRest(budget.since(beganNs));
    } catch (Patience.Ended ended) {
      return new Verdict.Unknown(ended.why, null, new Effort(0, 0, 0, 0, 0));
    }
  }

  private static @Nullable Monitor monitor(@Nullable Kind kind) {
    return switch (kind) {
      case null -> null;
      case Kind.Register register -> new RegisterMonitor();
      case Kind.Set set -> new SetMonitor();
      case Kind.Log log -> new LogMonitor();
      case Kind.Container container ->
          switch (container) {
            case QUEUE -> new ContainerMonitor(new QueueArrangement());
            case STACK -> new ContainerMonitor(new StackArrangement());
            case PRIORITY_QUEUE -> new ContainerMonitor(new PriorityArrangement());
            case BAG -> new BagMonitor();
          };
    };
  }

  /** Whether some part brings no value in twice; only a bag can do with less. */
  private static boolean anyPartMayBeDecided(
      History history, Moves moves, @Nullable Kind kind, Patience patience) {
    int parts = moves.partNames.size();
    boolean[][] known = new boolean[parts][];
    for (int part = 0; part < parts; part++) {
      known[part] = new boolean[moves.values.get(part).size()];
      known[part][0] = kind instanceof Kind.Register;
    }
    boolean[] refuted = new boolean[parts];
    int left = kind == Kind.Container.BAG ? Integer.MAX_VALUE : parts;
    for (int op = 0; op < history.size() && left > 0; op++) {
      patience.poll(op);
      int call = history.callOf(op);
      int part = moves.part[call];
      if (part != Moves.LEFT_OUT && moves.bringsIn(call) && !refuted[part]) {
        refuted[part] = known[part][moves.value[call]];
        known[part][moves.value[call]] = true;
        left -= refuted[part] ? 1 : 0;
      }
    }
    return left > 0;
  }

  /** The operations of each part, in the order of invocation. */
  private int[][] operations() {
    int[] sizes = new int[moves.partNames.size()];
    for (int op = 0; op < history.size(); op++) {
      int part = moves.part[history.callOf(op)];
      if (part != Moves.LEFT_OUT) {
        sizes[part]++;
      }
    }
    int[][] divided = new int[sizes.length][];
    for (int part = 0; part < sizes.length; part++) {
      divided[part] = new int[sizes[part]];
      sizes[part] = 0;
    }
    for (int op = 0; op < history.size(); op++) {
      int part = moves.part[history.callOf(op)];
      if (part != Moves.LEFT_OUT) {
        divided[part][sizes[part]++] = op;
      }
    }
    return divided;
  }

  /** Judges part after part; null if that leaves parts to search, or nothing was decided. */
  private @Nullable Verdict judge() {
    for (int part = 0; part < operations.length; part++) {
      patience.poll();
      Slice slice = new Slice(history, moves, part, operations[part], patience);
      switch (monitor.judge(slice)) {
        case Finding.Ordered found -> {
          orders[part] = slice.ids(found.operations());
          decided++;
          judged++;
        }
        case Finding.Impossible none -> {
          Object name = moves.partNames.get(part);
          DeadEnd end = new Culprit<>(history, model, name, monitor, slice).deadEnd(none);
          if (end != null) {
            decided++;
            return new Verdict.Invalid(end, effort(0, 0));
          }
        }
        case Finding.Undecided unknown -> {}
      }
    }
    return decided < operations.length ? null : new Verdict.Valid(ordersOfAll(), effort(0, 0));
  }

  /** Lets the search judge the parts that are left; null if that is all of them. */
  private @Nullable Verdict searchTheRest(Budget budget) {
    if (judged == 0) {
      return null;
    }
    Set<@Nullable Object> left = new HashSet<>();
    for (int part = 0; part < operations.length; part++) {
      if (orders[part] == null) {
        left.add(moves.partNames.get(part));
      }
    }
    Verdict verdict = Search.check(history, new Narrowed<>(model, left), budget);
    Effort search = verdict.effort();
    Effort both = effort(search.decided(), search.configurations());
    return switch (verdict) {
      case Verdict.Valid valid -> {
        int next = 0;
        List<Order> all = new ArrayList<>();
        for (int part = 0; part < operations.length; part++) {
          int[] order = orders[part];
          all.add(order == null ? valid.orders().get(next++) : new Order(history, order));
        }
        yield new Verdict.Valid(List.copyOf(all), both);
      }
      case Verdict.Invalid invalid -> new Verdict.Invalid(invalid.deadEnd(), both);
      case Verdict.Unknown unknown -> new Verdict.Unknown(unknown.why(), unknown.furthest(), both);
    };
  }

  private Effort effort(int decidedBySearch, long configurations) {
    int told = 0;
    for (int[] part : operations) {
      told += part.length;
    }
    return new Effort(
        told, history.size() - told, operations.length, decided + decidedBySearch, configurations);
  }

  private List<Order> ordersOfAll() {
    List<Order> all = new ArrayList<>(orders.length);
    for (int[] order : orders) {
      assert order != null;
      all.add(new Order(history, order));
    }
    return List.copyOf(all);
  }
}
