package io.quorate.check.monitor;

import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Stuck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation at whose return a part that has no order ceases to have one. Up to the return
 * before there is an order, so the return is found by halving; each half takes the monitor's time.
 */
final class Culprit<S> {
  private final History history;
  private final Model<S> model;
  private final @Nullable Object part;
  private final Monitor monitor;
  private final Slice slice;

  Culprit(History history, Model<S> model, @Nullable Object part, Monitor monitor, Slice slice) {
    this.history = history;
    this.model = model;
    this.part = part;
    this.monitor = monitor;
    this.slice = slice;
  }

  /** The dead end at this operation; null where the monitor cannot tell which one it is. */
  @Nullable DeadEnd deadEnd() {
    int[] returns = slice.returns();
    int possible = -1;
    int impossible = returns.length - 1;
    while (impossible - possible > 1) {
      slice.patience.poll();
      int middle = (possible + impossible) >>> 1;
      switch (monitor.judge(slice.upTo(returns[middle]))) {
        case Finding.Ordered order -> possible = middle;
        case Finding.Impossible none -> impossible = middle;
        case Finding.Undecided unknown -> {
          return null;
        }
      }
    }
    Slice before = slice.upTo(returns[impossible] - 1);
    return monitor.judge(before) instanceof Finding.Ordered order
        ? deadEnd(before, order.operations(), returns.length)
        : null;
  }

  private DeadEnd deadEnd(Slice before, int[] order, int returned) {
    boolean[] isPlaced = new boolean[before.size()];
    S state = model.init();
    int placed = 0;
    for (int op : order) {
      isPlaced[op] = true;
      Operation operation = history.operation(slice.id(op));
      placed += operation.returnedAt() == History.NEVER ? 0 : 1;
      S next = model.step(state, operation.call());
      if (next == null) {
        throw new IllegalStateException(
            "the monitor orders what model " + model.name() + " refuses: " + operation);
      }
      state = next;
    }
    List<Stuck> stuck = new ArrayList<>();
    for (int op = 0; op < before.size(); op++) {
      if (!isPlaced[op]) {
        Operation operation = history.operation(slice.id(op));
        stuck.add(new Stuck(operation, model.step(state, operation.call()) == null));
      }
    }
    stuck.sort(Comparator.comparingInt(s -> s.operation().returnedAt()));
    Order prefix = new Order(history, slice.ids(order));
    return new DeadEnd(part, placed, returned, prefix, model.describe(state), List.copyOf(stuck));
  }
}
