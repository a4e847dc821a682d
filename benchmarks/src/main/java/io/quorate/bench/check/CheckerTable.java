package io.quorate.bench.check;

import io.quorate.bench.ProcessorTime;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures each {@link CheckerRow} with this project and with the peer, in rounds, each row in a
 * JVM of its own, and prints a table of milliseconds of processor time, by {@link ProcessorTime}:
 * the median of all iterations.
 */
public final class CheckerTable {
  private static final int ITERATIONS = 5;
  private static final String OURS = "VerdictBenchmark";
  private static final String PEER = "OpenSearchBenchmark";

  /** Milliseconds that were measured for a row; one without an answer makes it unanswered. */
  private static final class Times {
    final List<Double> ms = new ArrayList<>();
    boolean unanswered;
  }

  private final Map<CheckerRow, Times> ours = new EnumMap<>(CheckerRow.class);
  private final Map<CheckerRow, Times> peers = new EnumMap<>(CheckerRow.class);

  private CheckerTable() {}

  /**
   * Measures and prints.
   *
   * @param args number of rounds; then, if wanted, the names of rows
   */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    String[] rows =
        args.length > 1 ? List.of(args).subList(1, args.length).toArray(new String[0]) : null;
    CheckerTable table = new CheckerTable();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      table.take(new Runner(options(OURS, "-Xmx1g", rows)).run(), table.ours);
      table.take(new Runner(options(PEER, "-Xmx4g", rows)).run(), table.peers);
    }
    table.print(System.out);
  }

  private static Options options(
      String benchmark, String heap, String @org.jspecify.annotations.Nullable [] rows) {
    var options =
        new OptionsBuilder()
            .include("io\\.quorate\\.bench\\.check\\." + benchmark)
            .forks(1)
            .jvmArgs(
                heap,
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dquorate.root=" + System.getProperty("quorate.root", ""))
            .warmupIterations(ITERATIONS)
            .warmupTime(TimeValue.milliseconds(800))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.milliseconds(600))
            .addProfiler(ProcessorTime.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    return rows == null ? options.build() : options.param("row", rows).build();
  }

  private void take(Collection<RunResult> results, Map<CheckerRow, Times> into) {
    for (RunResult result : results) {
      CheckerRow row = CheckerRow.valueOf(result.getParams().getParam("row"));
      Times times = into.computeIfAbsent(row, key -> new Times());
      var unanswered = Objects.requireNonNull(result.getSecondaryResults().get("unanswered"));
      times.unanswered |= unanswered.getScore() > 0;
      result
          .getBenchmarkResults()
          .forEach(
              fork -> fork.getIterationResults().forEach(one -> times.ms.add(processorMs(one))));
    }
  }

  private static double processorMs(IterationResult one) {
    var share = Objects.requireNonNull(one.getSecondaryResults().get(ProcessorTime.LABEL));
    return one.getPrimaryResult().getScore() * share.getScore();
  }

  private void print(PrintStream out) {
    out.println("| history | this project, ms | OpenSearch, ms | reach, ms |");
    out.println("| --- | ---: | ---: | ---: |");
    ours.forEach(
        (row, times) ->
            out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                row.title(),
                text(times),
                row.isForThePeer() ? text(peers.getOrDefault(row, new Times())) : "–",
                figure(row.aimMs())));
  }

  private static String text(Times times) {
    if (times.unanswered) {
      return "no answer in 10 s";
    }
    List<Double> sorted = times.ms.stream().sorted().toList();
    return sorted.isEmpty() ? "–" : figure(sorted.get(sorted.size() / 2));
  }

  private static String figure(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : "%,.0f", ms);
  }
}
