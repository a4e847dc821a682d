package io.quorate.bench;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.Scenario;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The search for a linear order of a history that a run of wan-three has left. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CheckerBenchmark {

  private static final Budget BUDGET = Budget.unlimitedTime();

  /** A history. Few keys and many processes make the search harder. */
  @State(Scope.Thread)
  public static class Recorded {

    @Param({"kv:clients=2,keys=5,think=0", "kv:clients=16,keys=100,think=0"})
    public String workload = "";

    @Param("500")
    public int virtualMs;

    private @org.jspecify.annotations.Nullable History history;

    History history() {
      History recorded = history;
      if (recorded == null) {
        Scenario scenario =
            new Scenario(
                Shipped.fabric("wan-three"),
                Workload.parse(workload),
                FaultSchedule.NONE,
                1,
                virtualMs * 1_000_000L);
        recorded = Run.execute(scenario, Outputs.NONE, Progress.NONE, BUDGET).history();
        history = recorded;
      }
      return recorded;
    }
  }

  /** What was done, for JMH to divide by the time. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Done {
    public long operations;
  }

  @Benchmark
  public Verdict check(Recorded recorded, Done done) {
    History history = recorded.history();
    Verdict verdict = Checker.check(history, Models.keyValue(null, Reading.PORCUPINE), BUDGET);
    if (!(verdict instanceof Verdict.Valid)) {
      throw new IllegalStateException("the history is not valid");
    }
    done.operations += history.size();
    return verdict;
  }
}
