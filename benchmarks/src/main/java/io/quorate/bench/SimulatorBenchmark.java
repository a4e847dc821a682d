package io.quorate.bench;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.sim.Simulator;
import io.quorate.fabric.time.EventTarget;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The event queue alone: each event that acts schedules the next one, at random. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SimulatorBenchmark implements EventTarget {

  private static final long SPREAD_NS = 1_000_000;

  @Param("1000")
  public int pending;

  private final Simulator simulator = new Simulator();
  private final SeededRandom random = new SeededRandom(1);

  @Benchmark
  public long event() {
    while (simulator.pendingCount() < pending) {
      simulator.after(random.nextLong(SPREAD_NS), this, 0, null);
    }
    simulator.step();
    return simulator.nowNs();
  }

  @Override
  public void act(long code, @Nullable Object payload) {
    simulator.after(random.nextLong(SPREAD_NS), this, code, payload);
  }
}
