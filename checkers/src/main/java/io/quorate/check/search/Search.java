package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history with any model by searching each of its independent parts ({@link DepthFirst}).
 *
 * <p>All parts are searched a stretch at a time, in rounds of growing stretches, so that a part
 * that is hard does not hide another that is plainly wrong. The parts of a round are spread over
 * threads, and the verdict is the one that a single thread gives, to the last figure: where memory
 * ran so short that this cannot be shown, the search is done again by a single thread.
 */
public final class Search<S> {
  private static final long FIRST_STRETCH = 10_000;
  private static final int STRETCH_GROWTH = 4;

  /** Fewer operations are judged before another thread has begun. */
  private static final int OPERATIONS_WORTH_THREADS = 4_000;

  private final History history;
  private final Allowance allowance;
  private final Partitions partitions;
  private final int threads;
  private final List<PartSearch<S>> parts = new ArrayList<>();

  /** The orders that were found, each at its part's place; null where there is none yet. */
  private final int[] @Nullable [] orders;

  private int found;
  private long configurations;

  /** The first part that memory did not suffice for. */
  private @Nullable DeadEnd givenUp;

  private Search(
      History history, Model<S> model, Allowance allowance, Partitions partitions, int threads) {
    this.history = history;
    this.allowance = allowance;
    this.partitions = partitions;
    this.threads = threads;
    this.orders = new int[partitions.count()][];
    for (int part = 0; part < partitions.count(); part++) {
      parts.add(new PartSearch<>(history, model, partitions, part, allowance));
    }
  }

  /**
   * Judges the history on the calling thread and, where there are several parts and enough to do,
   * on as many others as there are processors. They have ended when this returns.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> Verdict check(History history, Model<S> model, Budget budget) {
    boolean worth = history.size() >= OPERATIONS_WORTH_THREADS;
    return check(history, model, budget, worth ? Runtime.getRuntime().availableProcessors() : 1);
  }

  /** Judges on this many threads, which must not make a difference. */
  static <S> Verdict check(History history, Model<S> model, Budget budget, int threads) {
    Allowance allowance = new Allowance(budget);
    long layoutBytes = Part.BYTES_PER_OPERATION * history.size();
    if (!allowance.take(layoutBytes)) {
      return new Verdict.Unknown(Exhaustion.MEMORY, null, new Effort(0, 0, 0, 0, 0));
    }
    Partitions partitions = new Partitions(history, model);
    if (threads > 1 && partitions.count() > 1) {
      Verdict verdict = new Search<>(history, model, allowance, partitions, threads).judge();
      if (verdict != null) {
        return verdict;
      }
      allowance = allowance.afresh();
      allowance.take(layoutBytes);
    }
    return Objects.requireNonNull(new Search<>(history, model, allowance, partitions, 1).judge());
  }

  /** The verdict; null when it cannot be shown to be that of a single thread. */
  private @Nullable Verdict judge() {
    List<PartSearch<S>> undecided = parts;
    for (long stretch = FIRST_STRETCH; !undecided.isEmpty(); stretch *= STRETCH_GROWTH) {
      Round<S> round = new Round<>(undecided, stretch);
      long leftBytes = allowance.leftBytes();
      round.run(threads);
      if (threads > 1 && !round.fitsOneByOne(leftBytes)) {
        return null;
      }
      undecided = new ArrayList<>();
      for (PartSearch<S> part : round.results()) {
        Verdict verdict = take(part, undecided);
        if (verdict != null) {
          return verdict;
        }
      }
    }
    return givenUp == null
        ? new Verdict.Valid(ordersOfAll(), effort(0))
        : new Verdict.Unknown(Exhaustion.MEMORY, givenUp, effort(0));
  }

  /** What a stretch of a part came to; returns the verdict if that decides the whole history. */
  private @Nullable Verdict take(PartSearch<S> part, List<PartSearch<S>> undecided) {
    configurations += part.configurations();
    return switch (part.status()) {
      case RUNNING -> {
        undecided.add(part);
        yield null;
      }
      case FOUND -> {
        orders[part.number()] = part.order();
        found++;
        yield null;
      }
      case OUT_OF_MEMORY -> {
        givenUp = givenUp == null ? part.deadEnd() : givenUp;
        yield null;
      }
      case NONE -> new Verdict.Invalid(part.deadEnd(), effort(1));
      case OUT_OF_TIME -> new Verdict.Unknown(Exhaustion.TIME, part.deadEnd(), effort(0));
      case CANCELLED -> new Verdict.Unknown(Exhaustion.CANCELLED, part.deadEnd(), effort(0));
    };
  }

  private Effort effort(int refuted) {
    int operations = partitions.operations();
    int leftOut = history.size() - operations;
    return new Effort(operations, leftOut, partitions.count(), found + refuted, configurations);
  }

  private List<Order> ordersOfAll() {
    List<Order> all = new ArrayList<>(orders.length);
    for (int[] ids : orders) {
      assert ids != null;
      all.add(new Order(history, ids));
    }
    return List.copyOf(all);
  }
}
