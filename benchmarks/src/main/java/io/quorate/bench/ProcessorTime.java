package io.quorate.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler: seconds of processor time that the whole JVM — all its threads, collector and
 * compiler included — was given for a second of wall time. A rate divided by this is the rate on
 * one processor that nobody else uses.
 */
public final class ProcessorTime implements InternalProfiler {

  /** Name of the figure. */
  public static final String LABEL = "processor";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long wallNs;
  private long processorNs;

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    processorNs = system.getProcessCpuTime();
    wallNs = System.nanoTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double wall = System.nanoTime() - wallNs;
    double processor = system.getProcessCpuTime() - processorNs;
    return List.of(new ScalarResult(LABEL, processor / wall, "s/s", AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "Processor time of the JVM for a second of wall time";
  }
}
