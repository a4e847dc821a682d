package io.quorate.bench.check;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The histories of a row judged by the peer: OpenSearch's LinearizabilityChecker. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OpenSearchBenchmark {

  /** The histories as the peer takes them. */
  @State(Scope.Thread)
  public static class Translated {
    private List<OpenSearch> checks = List.of();

    /** Translates what {@link RowState} made. */
    @Setup(Level.Trial)
    public void translate(RowState state) {
      checks =
          state.histories.stream()
              .filter(history -> state.row.isForThePeer())
              .map(history -> new OpenSearch(history, state.row.initial()))
              .toList();
    }
  }

  /** Judges all histories of the row; returns how many are valid. */
  @Benchmark
  public int openSearch(RowState state, Translated translated, Unanswered unanswered) {
    if (unanswered.givesUpAgain()) {
      return -1;
    }
    int valid = 0;
    for (OpenSearch check : translated.checks) {
      if (unanswered.gaveUp()) {
        return -1;
      }
      switch (check.judge(state.limitMs * 1_000_000L)) {
        case VALID -> valid++;
        case INVALID -> {}
        case GAVE_UP -> unanswered.count();
      }
    }
    if (!unanswered.gaveUp() && state.row.isForThePeer()) {
      state.requireRight(valid);
    }
    return valid;
  }
}
