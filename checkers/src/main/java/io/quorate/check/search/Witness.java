package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history by the order that the system itself gave: a linear order that is at hand need
 * only be verified, in the time of a sort. It can show that a history is valid and never that one
 * is not, for another order may explain what this one does not.
 *
 * <p>Operations stand in the order of their positions ({@link History#positionOf}); of equal ones
 * the updates come first, then the observations, each in the order of invocation, so a read may
 * carry the position up to which its replica had executed. Part by part,
 *
 * <ul>
 *   <li>no operation may stand behind one that was invoked after it returned;
 *   <li>the model must explain each in its turn. A crashed one that it refuses did not happen;
 *   <li>a crashed update without a position did not happen; one that returned makes the order
 *       incomplete;
 *   <li>an observation without a position is put at the first place that it agrees with and that
 *       time allows ({@link Floating}).
 * </ul>
 */
public final class Witness<S> {
  private static final long BYTES_PER_OPERATION = 48;
  private static final int POLL_MASK = 0xfff;

  private final History history;
  private final Model<S> model;
  private final Allowance allowance;
  private final List<Order> orders = new ArrayList<>();
  private int placed;

  private Witness(History history, Model<S> model, Allowance allowance) {
    this.history = history;
    this.model = model;
    this.allowance = allowance;
  }

  /**
   * Verifies the order that the history carries, on the calling thread.
   *
   * @return valid, or unknown when the budget was spent; null when no order is given, it is
   *     incomplete or it does not hold, which tells nothing of the history
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> @Nullable Verdict check(History history, Model<S> model, Budget budget) {
    if (!history.hasPositions()) {
      return null;
    }
    Allowance allowance = new Allowance(budget);
    if (!allowance.take(BYTES_PER_OPERATION * history.size())) {
      return new Verdict.Unknown(Exhaustion.MEMORY, null, new Effort(0, 0, 0, 0, 0));
    }
    GivenOrder given = GivenOrder.of(history, new CallTable(history, model));
    return given == null ? null : new Witness<>(history, model, allowance).verify(given);
  }

  private @Nullable Verdict verify(GivenOrder given) {
    for (int part = 0; part < given.parts(); part++) {
      int[] order = new int[given.size(part)];
      int size = order(given, part, order);
      DepthFirst.Status status = allowance.status();
      if (status != DepthFirst.Status.RUNNING) {
        Exhaustion why =
            status == DepthFirst.Status.CANCELLED ? Exhaustion.CANCELLED : Exhaustion.TIME;
        return new Verdict.Unknown(why, null, effort(given));
      }
      if (size < 0) {
        return null;
      }
      orders.add(new Order(history, size == order.length ? order : Arrays.copyOf(order, size)));
    }
    return new Verdict.Valid(List.copyOf(orders), effort(given));
  }

  /** Fills in the order of a part; returns how many it has, or -1 when the given one fails. */
  private int order(GivenOrder given, int part, int[] order) {
    Floating floating = new Floating(history, given, part);
    S state = model.init();
    int size = floating.settle(model, state, order, 0);
    int latestInvocation = -1;
    for (int at = given.first(part); at < given.end(part); at++) {
      if ((++placed & POLL_MASK) == 0 && allowance.status() != DepthFirst.Status.RUNNING) {
        return -1;
      }
      int operation = given.operation(at);
      S next = model.step(state, history.calls().get(history.callOf(operation)));
      boolean crashed = history.returnedAt(operation) == History.NEVER;
      if (next == null && !crashed) {
        return -1;
      }
      if (next != null) {
        if (history.returnedAt(operation) < latestInvocation || floating.mustPrecede(operation)) {
          return -1;
        }
        latestInvocation = Math.max(latestInvocation, history.invokedAt(operation));
        order[size++] = operation;
        state = next;
      }
      floating.pass();
      size = floating.settle(model, state, order, size);
    }
    return floating.isEmpty() ? size : -1;
  }

  private Effort effort(GivenOrder given) {
    int operations = given.operations();
    return new Effort(
        operations, history.size() - operations, given.parts(), orders.size(), placed);
  }
}
