package io.quorate.bench.check;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The histories of a row judged by this project, which chooses the engine itself. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class VerdictBenchmark {

  /** Judges all histories of the row; returns how many configurations it took. */
  @Benchmark
  public long quorate(RowState state, Unanswered unanswered) {
    if (unanswered.givesUpAgain()) {
      return -1;
    }
    Model<?> model = state.row.model();
    long configurations = 0;
    int valid = 0;
    for (History history : state.histories) {
      Budget budget = Budget.of(Duration.ofMillis(state.limitMs));
      Verdict verdict = Checker.check(history, model, budget);
      configurations += verdict.effort().configurations();
      if (verdict instanceof Verdict.Unknown) {
        unanswered.count();
        return -1;
      }
      valid += verdict instanceof Verdict.Valid ? 1 : 0;
    }
    state.requireRight(valid);
    return configurations;
  }
}
