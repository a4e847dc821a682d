package io.quorate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark does its work once; a benchmark that finds its own result wrong throws. */
class BenchmarksTest {

  /** Nothing is measured here, so another JMH on the machine does no harm. */
  @BeforeAll
  static void runBesideOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    Options once =
        new OptionsBuilder()
            .include("io\\.quorate\\.bench\\..*")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .param("virtualMs", "20")
            .param("limitMs", "200")
            .param("witnessed", "2000")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();

    Collection<RunResult> results = new Runner(once).run();

    List<String> ran =
        results.stream()
            .map(result -> result.getParams().getBenchmark())
            .map(name -> name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
            .distinct()
            .toList();
    assertThat(ran)
        .containsExactlyInAnyOrder(
            "CheckerBenchmark.check",
            "CodecBenchmark.decodeAccept",
            "CodecBenchmark.decodeLearn",
            "CodecBenchmark.encodeAccept",
            "CodecBenchmark.encodeLearn",
            "CoreBenchmark.direct",
            "CoreBenchmark.directBatches",
            "CoreBenchmark.directOneAtATime",
            "CoreBenchmark.encoded",
            "CoreBenchmark.encodedBatches",
            "FabricBenchmark.run",
            "FabricBenchmark.runWithCapture",
            "FlowBenchmark.forwarded",
            "FlowBenchmark.largeTable",
            "FlowBenchmark.toProgram",
            "MicroRaftBenchmark.oneThread",
            "MicroRaftBenchmark.oneThreadOneAtATime",
            "MicroRaftBenchmark.ownThreads",
            "OpenSearchBenchmark.openSearch",
            "SimulatorBenchmark.event",
            "TraceBenchmark.capture",
            "TraceBenchmark.digest",
            "VerdictBenchmark.quorate",
            "WitnessBenchmark.readAndVerify",
            "WitnessBenchmark.verify");
  }
}
