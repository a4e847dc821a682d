package io.quorate.check;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.search.Search;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;

/** The way in: judges a history against a model. */
public final class Checker {
  private Checker() {}

  /**
   * Judges whether the history is linearizable: whether its operations can be put into one order
   * that the model explains, each between its invocation and its return (Herlihy and Wing,
   * "Linearizability: a correctness condition for concurrent objects", 1990).
   *
   * <p>Runs on the calling thread and returns when there is an answer or the budget is spent. The
   * same history, model and budget give the same verdict, unless time or cancellation ends it.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> Verdict check(History history, Model<S> model, Budget budget) {
    return Search.check(history, model, budget);
  }
}
