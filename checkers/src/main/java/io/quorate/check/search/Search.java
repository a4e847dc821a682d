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
import org.jspecify.annotations.Nullable;

/**
 * Judges a history with any model by searching each of its independent parts ({@link DepthFirst}).
 *
 * <p>All parts are searched a stretch at a time, in rounds of growing stretches, so that a part
 * that is hard does not hide another that is plainly wrong.
 */
public final class Search<S> {
  private static final long FIRST_STRETCH = 10_000;
  private static final int STRETCH_GROWTH = 4;

  private final History history;
  private final Model<S> model;
  private final Allowance allowance;
  private final List<Part> parts;

  /** The orders that were found, each at its part's place; null where there is none yet. */
  private final int[] @Nullable [] orders;

  private int operations;
  private int found;
  private long configurations;

  /** The first part that memory did not suffice for. */
  private @Nullable DeadEnd givenUp;

  /** One part under search. */
  private record Running<S>(int part, DepthFirst<S> search) {}

  private Search(History history, Model<S> model, Allowance allowance, List<Part> parts) {
    this.history = history;
    this.model = model;
    this.allowance = allowance;
    this.parts = parts;
    this.orders = new int[parts.size()][];
    for (Part part : parts) {
      operations += part.ids.length;
    }
  }

  /**
   * Judges the history on the calling thread.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> Verdict check(History history, Model<S> model, Budget budget) {
    Allowance allowance = new Allowance(budget);
    if (!allowance.take(Part.BYTES_PER_OPERATION * history.size())) {
      return new Verdict.Unknown(Exhaustion.MEMORY, null, new Effort(0, 0, 0, 0, 0));
    }
    List<Part> parts = Partitions.of(history, model);
    return new Search<>(history, model, allowance, parts).judge();
  }

  private Verdict judge() {
    List<Running<S>> undecided = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      Running<S> running = new Running<>(part, new DepthFirst<>(parts.get(part), model, allowance));
      Verdict verdict = goOn(running, FIRST_STRETCH, undecided);
      if (verdict != null) {
        return verdict;
      }
    }
    for (long stretch = FIRST_STRETCH; !undecided.isEmpty(); ) {
      stretch *= STRETCH_GROWTH;
      List<Running<S>> round = undecided;
      undecided = new ArrayList<>();
      for (Running<S> running : round) {
        Verdict verdict = goOn(running, stretch, undecided);
        if (verdict != null) {
          return verdict;
        }
      }
    }
    return givenUp == null
        ? new Verdict.Valid(ordersOfAll(), effort(0))
        : new Verdict.Unknown(Exhaustion.MEMORY, givenUp, effort(0));
  }

  /** Searches a part for a stretch; returns the verdict if that decides the whole history. */
  private @Nullable Verdict goOn(Running<S> running, long stretch, List<Running<S>> undecided) {
    DepthFirst<S> search = running.search();
    Part part = parts.get(running.part());
    long before = search.configurations();
    DepthFirst.Status status = search.run(stretch + part.ids.length);
    configurations += search.configurations() - before;
    switch (status) {
      case RUNNING -> undecided.add(running);
      case FOUND -> {
        orders[running.part()] = part.ids(search.furthest().path());
        found++;
        search.close();
      }
      case NONE -> {
        return new Verdict.Invalid(search.deadEnd(history), effort(1));
      }
      case OUT_OF_MEMORY -> {
        givenUp = givenUp == null ? search.deadEnd(history) : givenUp;
        search.close();
      }
      case OUT_OF_TIME -> {
        return new Verdict.Unknown(Exhaustion.TIME, search.deadEnd(history), effort(0));
      }
      case CANCELLED -> {
        return new Verdict.Unknown(Exhaustion.CANCELLED, search.deadEnd(history), effort(0));
      }
    }
    return null;
  }

  private Effort effort(int refuted) {
    int leftOut = history.size() - operations;
    return new Effort(operations, leftOut, parts.size(), found + refuted, configurations);
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
