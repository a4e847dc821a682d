package io.quorate.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in rounds and prints a table. A round runs each benchmark once, in a JVM of its
 * own; so what else happens on the machine falls on all of them, and two figures that are compared
 * were measured within minutes of each other. Rates are per second of {@link ProcessorTime}.
 */
public final class Table {

  private static final int WARM_UPS = 8;
  private static final int ITERATIONS = 4;

  private final Map<String, Samples> rows = new TreeMap<>();

  /** What the rounds gave for one rate. */
  private static final class Samples {
    final List<Double> rates = new ArrayList<>();
    final List<Double> wallRates = new ArrayList<>();
  }

  /** A rate that the project wants to reach, in operations a second. */
  private record Aim(String row, double rate) {}

  /** Two rates of which people want to know how often one is the other. */
  private record Comparison(String meaning, String row, String other) {}

  private static final List<Aim> AIMS =
      List.of(
          new Aim("CoreBenchmark.direct", 1e6),
          new Aim("CoreBenchmark.encoded", 5e5),
          new Aim("FabricBenchmark.run packets", 1e5),
          new Aim("FabricBenchmark.run events", 2e6));

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison(
              "core, direct / MicroRaft, one thread",
              "CoreBenchmark.direct",
              "MicroRaftBenchmark.oneThread"),
          new Comparison(
              "core, direct / MicroRaft, its own threads",
              "CoreBenchmark.direct",
              "MicroRaftBenchmark.ownThreads"),
          new Comparison(
              "one at a time: core, direct / MicroRaft, one thread",
              "CoreBenchmark.directOneAtATime",
              "MicroRaftBenchmark.oneThreadOneAtATime"),
          new Comparison(
              "core: encoded / direct", "CoreBenchmark.encoded", "CoreBenchmark.direct"));

  private Table() {}

  /**
   * Measures and prints.
   *
   * @param args number of rounds; then, if wanted, a regular expression for the benchmarks' names
   */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    String include = args.length > 1 ? args[1] : ".*";
    Table table = new Table();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      table.take(new Runner(options(include)).run());
    }
    table.print(System.out);
  }

  private static Options options(String include) {
    return new OptionsBuilder()
        .include(include)
        .exclude("io\\.quorate\\.bench\\.check\\..*")
        .mode(Mode.Throughput)
        .forks(1)
        .threads(1)
        .warmupIterations(WARM_UPS)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(ITERATIONS)
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(ProcessorTime.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private void take(Collection<RunResult> results) {
    for (RunResult result : results) {
      double processor = secondary(result, ProcessorTime.LABEL);
      String name = name(result.getParams());
      boolean counted = false;
      for (String label : result.getSecondaryResults().keySet()) {
        if (!label.equals(ProcessorTime.LABEL)) {
          counted = true;
          add(name(name, label), secondary(result, label), processor);
        }
      }
      if (!counted) {
        add(name, result.getPrimaryResult().getScore(), processor);
      }
    }
  }

  private static double secondary(RunResult result, String label) {
    return Objects.requireNonNull(result.getSecondaryResults().get(label)).getScore();
  }

  private void add(String name, double rate, double processor) {
    Samples row = rows.computeIfAbsent(name, key -> new Samples());
    row.rates.add(rate / processor);
    row.wallRates.add(rate);
  }

  private static String name(BenchmarkParams params) {
    String method = params.getBenchmark();
    StringBuilder name = new StringBuilder(method.substring("io.quorate.bench.".length()));
    for (String key : params.getParamsKeys()) {
      name.append(' ').append(key).append('=').append(params.getParam(key));
    }
    return name.toString();
  }

  /** A counter stands behind the method, before the parameters. */
  private static String name(String benchmark, String counter) {
    int end = benchmark.indexOf(' ');
    return end < 0
        ? benchmark + " " + counter
        : benchmark.substring(0, end) + " " + counter + benchmark.substring(end);
  }

  private void print(PrintStream out) {
    out.printf(
        "| %-88s | %11s | %25s | %11s | %7s |%n",
        "benchmark", "median, 1/s", "min – max", "by the wall", "of aim");
    out.println("| --- | ---: | ---: | ---: | ---: |");
    rows.forEach(
        (name, row) ->
            out.printf(
                Locale.ROOT,
                "| %-88s | %,11.0f | %,11.0f – %,11.0f | %,11.0f | %7s |%n",
                name,
                median(row.rates),
                row.rates.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                row.rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                median(row.wallRates),
                ofAim(name, median(row.rates))));
    for (Comparison comparison : COMPARISONS) {
      compare(comparison, out);
    }
  }

  private static String ofAim(String name, double rate) {
    for (Aim aim : AIMS) {
      if (name.equals(aim.row()) || name.startsWith(aim.row() + " ")) {
        return String.format(Locale.ROOT, "%.2f", rate / aim.rate());
      }
    }
    return "";
  }

  private void compare(Comparison comparison, PrintStream out) {
    Samples row = rows.get(comparison.row());
    Samples other = rows.get(comparison.other());
    if (row == null || other == null) {
      return;
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < row.rates.size(); round++) {
      ratios.add(row.rates.get(round) / other.rates.get(round));
    }
    ratios.sort(null);
    out.printf(
        Locale.ROOT,
        "%s: %.2f (%.2f – %.2f)%n",
        comparison.meaning(),
        median(ratios),
        ratios.getFirst(),
        ratios.getLast());
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
