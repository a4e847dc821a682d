package io.quorate.check;

import io.quorate.check.history.History;
import io.quorate.check.knossos.Knossos;
import io.quorate.check.knossos.KnossosAbsent;
import io.quorate.check.knossos.Opinion;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.monitor.Monitors;
import io.quorate.check.search.Search;
import io.quorate.check.search.Witness;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The way in: judges whether a history is linearizable against a model, that is, whether its
 * operations can be put into one order that the model explains, each between its invocation and its
 * return (Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects",
 * 1990).
 *
 * <p>Returns when there is an answer or the budget is spent. The same history, model and budget
 * give the same verdict, unless time or cancellation ends it.
 */
public final class Checker {
  private Checker() {}

  /**
   * Judges by the engine that {@link Engine#AUTO} chooses.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> Verdict check(History history, Model<S> model, Budget budget) {
    return check(history, model, Engine.AUTO, budget);
  }

  /**
   * Judges by this engine.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static <S> Verdict check(History history, Model<S> model, Engine engine, Budget budget) {
    return judge(history, model, engine, budget).verdict();
  }

  /**
   * Judges by this engine, and says which one decided. An engine that was asked for by name and
   * cannot judge the history says {@link Exhaustion#UNSUITED}; only {@link Engine#AUTO} goes on to
   * another, with what is left of the time.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   * @throws KnossosAbsent when Knossos was asked for and is not on the class path
   */
  public static <S> Answer judge(History history, Model<S> model, Engine engine, Budget budget) {
    return switch (engine) {
      case AUTO -> auto(history, model, budget);
      case SEARCH -> search(history, model, budget);
      case MONITOR ->
          orUnsuited(
              monitor(history, model, budget),
              history,
              engine,
              "no monitor decides this model on such a history");
      case WITNESS ->
          orUnsuited(
              witness(history, model, budget),
              history,
              engine,
              "the history gives no order of its own, or one that does not hold");
      case KNOSSOS -> knossos(history, model, budget);
    };
  }

  private static <S> Answer auto(History history, Model<S> model, Budget budget) {
    long beganNs = budget.clockNs().getAsLong();
    Answer answer = witness(history, model, budget);
    if (answer == null) {
      answer = monitor(history, model, budget.since(beganNs));
    }
    return answer == null ? search(history, model, budget.since(beganNs)) : answer;
  }

  private static <S> Answer search(History history, Model<S> model, Budget budget) {
    return new Answer(Search.check(history, model, budget), Engine.SEARCH);
  }

  private static <S> @Nullable Answer monitor(History history, Model<S> model, Budget budget) {
    return by(Engine.MONITOR, Monitors.check(history, model, budget));
  }

  private static <S> @Nullable Answer witness(History history, Model<S> model, Budget budget) {
    return by(Engine.WITNESS, Witness.check(history, model, budget));
  }

  private static <S> Answer knossos(History history, Model<S> model, Budget budget) {
    Opinion opinion = Knossos.check(history, model, budget);
    return new Answer(opinion.verdict(), Engine.KNOSSOS, opinion.remark());
  }

  private static @Nullable Answer by(Engine engine, @Nullable Verdict verdict) {
    return verdict == null ? null : new Answer(verdict, engine);
  }

  private static Answer orUnsuited(
      @Nullable Answer answer, History history, Engine engine, String why) {
    if (answer != null) {
      return answer;
    }
    Effort none = new Effort(0, history.size(), 0, 0, 0);
    return new Answer(new Verdict.Unknown(Exhaustion.UNSUITED, null, none), engine, why);
  }
}
