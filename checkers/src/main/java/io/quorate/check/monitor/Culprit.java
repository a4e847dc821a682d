package io.quorate.check.monitor;

import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Stuck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation at whose return a part that has no order ceases to have one. Up to the return
 * before there is an order, so the return is found by halving; each half takes the monitor's time.
 */
final class Culprit<S> {
  /** How often the monitor's own word is taken for the return that is sought. */
  private static final int HINTS_TRIED = 3;

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

  /**
   * The dead end at this operation; null where the monitor cannot tell which one it is.
   *
   * @param whole what the monitor says of the whole slice
   */
  @Nullable DeadEnd deadEnd(Finding.Impossible whole) {
    int[] returns = slice.returns();
    int possible = -1;
    int impossible = number(whole, returns);
    for (int step = 0; impossible - possible > 1; step++) {
      slice.patience.poll();
      int next = step < HINTS_TRIED ? impossible - 1 : (possible + impossible) >>> 1;
      switch (monitor.judge(slice.upTo(returns[next]))) {
        case Finding.Ordered order -> possible = next;
        case Finding.Impossible none -> impossible = Math.min(next, number(none, returns));
        case Finding.Undecided unknown -> {
          return null;
        }
      }
    }
    Slice before = slice.upTo(returns[impossible] - 1);
    return monitor.judge(before) instanceof Finding.Ordered order
        ? new Path(before, order.operations()).deadEnd(returns.length)
        : null;
  }

  private static int number(Finding.Impossible none, int[] returns) {
    return none.by() == Slice.NEVER ? returns.length - 1 : Arrays.binarySearch(returns, none.by());
  }

  /** The order up to there, and how far it can be gone on with. */
  private final class Path {
    private final List<Integer> order = new ArrayList<>();
    private final List<Operation> pending = new ArrayList<>();
    private S state = model.init();

    Path(Slice before, int[] operations) {
      boolean[] isPlaced = new boolean[before.size()];
      for (int op : operations) {
        isPlaced[op] = true;
        Operation operation = history.operation(slice.id(op));
        if (!place(operation)) {
          throw new IllegalStateException(
              "the monitor orders what model " + model.name() + " refuses: " + operation);
        }
      }
      for (int op = 0; op < before.size(); op++) {
        if (!isPlaced[op]) {
          pending.add(history.operation(slice.id(op)));
        }
      }
      pending.sort(Comparator.comparingInt(Operation::returnedAt));
      goOn();
    }

    private boolean place(Operation operation) {
      S next = model.step(state, operation.call());
      if (next == null) {
        return false;
      }
      state = next;
      order.add(operation.id());
      return true;
    }

    /** Places what else returned later and can come here: it leads no further, but shows more. */
    private void goOn() {
      boolean more = true;
      while (more) {
        more = pending.removeIf(op -> op.returnedAt() != History.NEVER && place(op));
      }
    }

    DeadEnd deadEnd(int returned) {
      List<Stuck> stuck = new ArrayList<>();
      for (Operation operation : pending) {
        stuck.add(new Stuck(operation, model.step(state, operation.call()) == null));
      }
      int[] ids = order.stream().mapToInt(Integer::intValue).toArray();
      int placed = 0;
      for (int id : ids) {
        placed += history.returnedAt(id) == History.NEVER ? 0 : 1;
      }
      Order prefix = new Order(history, ids);
      return new DeadEnd(part, placed, returned, prefix, model.describe(state), List.copyOf(stuck));
    }
  }
}
