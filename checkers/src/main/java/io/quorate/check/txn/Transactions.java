package io.quorate.check.txn;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way in: judges histories of transactions, banks, counters and sets. */
public final class Transactions {
  private Transactions() {}

  /** Judges a history by the default terms: strict serializability. */
  public static Judgement check(History history, Workload workload, Budget budget) {
    return check(history, workload, Terms.DEFAULT, budget);
  }

  /**
   * Judges a history. Runs on the calling thread and returns when there is an answer or the budget
   * is spent; the same arguments give the same answer, unless time or cancellation ends it. What
   * was found until then stands: it may suffice for {@code INVALID}.
   *
   * @throws WorkloadMismatch when the history has an operation that is none of the workload
   */
  public static Judgement check(History history, Workload workload, Terms terms, Budget budget) {
    Findings findings = new Findings();
    Spending spending = new Spending(budget);
    Tally tally = new Tally();
    Exhaustion why = null;
    try {
      spending.poll();
      tally =
          switch (workload) {
            case LIST_APPEND, RW_REGISTER ->
                new DependencyCheck(history, workload, terms, findings, spending).run();
            case BANK -> new Bank(history, terms, findings, spending).run();
            case COUNTER -> new Counter(history, findings, spending).run();
            case SET -> new LastReadSet(history, findings, spending).run();
            case SET_FULL -> new FullSet(history, terms, findings, spending).run();
          };
    } catch (Spending.Spent spent) {
      why = spent.why();
    }
    return judgement(workload, terms, findings, tally, why);
  }

  /**
   * What a check has to say beside its findings.
   *
   * @param judged operations that could tell something
   * @param dependencies between transactions
   * @param proven whether it would be a proof to have found nothing
   * @param telling whether the history has what an answer needs
   */
  record Tally(int judged, long dependencies, boolean proven, boolean telling) {
    Tally() {
      this(0, 0, false, false);
    }
  }

  private static Judgement judgement(
      Workload workload, Terms terms, Findings findings, Tally tally, @Nullable Exhaustion why) {
    boolean transactional = workload == Workload.LIST_APPEND || workload == Workload.RW_REGISTER;
    Level level = transactional ? terms.level() : null;
    boolean wrong = level == null ? !findings.isEmpty() : findings.isRuledOut(level);
    Ruling ruling =
        wrong ? Ruling.INVALID : why == null && tally.telling() ? Ruling.VALID : Ruling.UNKNOWN;
    return new Judgement(
        workload,
        ruling,
        level,
        findings.anomalies(),
        findings.counts(),
        transactional ? findings.ruledOut() : Set.of(),
        findings.remarks(),
        ruling == Ruling.VALID && tally.proven(),
        why,
        tally.judged(),
        tally.dependencies());
  }
}
