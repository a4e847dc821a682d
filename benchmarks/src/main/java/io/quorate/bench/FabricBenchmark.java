package io.quorate.bench;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TraceLog;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Whole runs of a shipped fabric: flow tables, programs, links, hosts, clients, trace digest,
 * invariants and history, as {@code quorate run} does it, but for the check of the history at the
 * end. One operation is one run; what counts are the packets committed and the simulator's events.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FabricBenchmark {

  /** The fabric, and what its clients do. */
  @State(Scope.Thread)
  public static class Ground {

    /** Virtual time before the clients stop asking. */
    @Param("200")
    public int virtualMs;

    @Param({"wan-three", "wan-three-kv", "leaf-spine-five"})
    public String fabric = "wan-three";

    Scenario scenario(long seed) {
      return new Scenario(
          Shipped.fabric(fabric),
          Workload.parse("kv:clients=64,keys=1000,think=0"),
          FaultSchedule.NONE,
          seed,
          virtualMs * 1_000_000L);
    }
  }

  /** What was done, for JMH to divide by the time. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Done {
    public long packets;
    public long events;

    void add(RunResult result) {
      if (!result.violations().isEmpty() || result.count(Figure.SLOTS) == 0) {
        throw new IllegalStateException("the run is not fine: " + result.violations());
      }
      packets += result.count(Figure.SLOTS);
      events += result.count(Figure.EVENTS);
    }
  }

  /** Nothing is judged: with no memory to search in, the checker gives up at once. */
  private static final Budget NO_CHECK = Budget.unlimitedTime().withMemoryBytes(0);

  @Benchmark
  public long run(Ground ground, Done done) {
    RunResult result = Run.execute(ground.scenario(1), Outputs.NONE, Progress.NONE, NO_CHECK);
    done.add(result);
    return result.digest();
  }

  /** The same with every frame written to a capture, which goes nowhere. */
  @Benchmark
  public long runWithCapture(Ground ground, Done done) {
    try (PcapngWriter capture = new PcapngWriter(OutputStream.nullOutputStream(), "")) {
      Outputs outputs = new Outputs(capture, TraceLog.NONE);
      RunResult result = Run.execute(ground.scenario(1), outputs, Progress.NONE, NO_CHECK);
      done.add(result);
      return result.digest();
    }
  }
}
