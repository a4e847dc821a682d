package io.quorate.cli;

import io.quorate.fabric.campaign.SeedRange;
import io.quorate.fabric.campaign.Soak;
import io.quorate.fabric.campaign.SoakReport;
import io.quorate.fabric.campaign.SoakSummary;
import io.quorate.fabric.file.BadFile;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code quorate soak}: many seeds. */
@Command(
    name = "soak",
    header = "Runs many seeds of fabrics, each with faults of its own, until one fails.",
    description = {
      "Every seed is a run as `quorate run FABRIC --seed N --faults random --knobs` makes it:"
          + " faults, the group's constants, the load and the run's length are drawn. Stops at the"
          + " first violation, the one with the lowest seed, and prints the command that runs it"
          + " again. Tells too which situations the campaign never got into."
    },
    footer = {
      "  ./quorate soak --seeds 0..2000",
      "  ./quorate soak fabrics/leaf-spine-five.yaml --seeds 0..2000 --jobs 8",
      "  ./quorate soak fabrics/*.yaml --seeds 0..20000 --for 30min",
      "  ./quorate soak fabrics/wan-three.yaml --seeds 0..99 --workload kv:keys=1 --json"
    })
final class SoakVerb implements Callable<Integer> {

  /** How long the report of an interrupted campaign is waited for. */
  private static final int REPORT_S_MAX = 10;

  private final Console console;

  @Parameters(
      index = "0..*",
      arity = "0..*",
      paramLabel = "FABRIC",
      description =
          "Fabric files (docs/fabric-file.md), one after the other. Default:"
              + " fabrics/wan-three.yaml.")
  private List<String> fabricNames = List.of(DemoVerb.FABRIC);

  @Option(
      names = "--seeds",
      required = true,
      paramLabel = "A..B",
      converter = SeedsConverter.class,
      description = "Seeds from A to B, both included.")
  private SeedRange seeds = new SeedRange(0, 0);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Real time after which no further run is begun; several fabrics share it. Default: until"
              + " all seeds are done.")
  private long limitNs = Soak.UNLIMITED;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at the same time. Default: as many as there are processors.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--faults",
      paramLabel = "random|FILE|none",
      description = "What goes wrong, as for run. Default: random, drawn from each seed.")
  private String faultsName = ScenarioOptions.RANDOM;

  @Option(
      names = "--as-written",
      description =
          "Leave the fabric's constants, the load and the length as they are. Otherwise, with"
              + " random faults, they are drawn from each seed.")
  private boolean asWritten;

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @Option(names = "--json", description = "Print the report as JSON, and no progress.")
  private boolean json;

  SoakVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (jobs < 1 || jobs > Soak.JOBS_MAX) {
      throw BadFile.whole("--jobs " + jobs, "out of range", "write 1 to " + Soak.JOBS_MAX);
    }
    // Whatever is wrong with any of them is told before the first begins.
    List<Scenarios> fabrics =
        fabricNames.stream()
            .map(name -> options.read(console, name, faultsName, !asWritten))
            .toList();
    // Interrupted, the campaign ends soon, and the process waits for its report.
    Thread here = Thread.currentThread();
    CountDownLatch printed = new CountDownLatch(1);
    Interruption interruption = new Interruption(() -> end(here, printed));
    try {
      return soak(fabrics);
    } finally {
      interruption.close();
      printed.countDown();
    }
  }

  /** One fabric after the other, until one fails; each has its share of the time that is left. */
  private int soak(List<Scenarios> fabrics) {
    long beganNs = System.nanoTime();
    int exitCode = ExitCode.FINE;
    for (int done = 0; done < fabrics.size() && exitCode != ExitCode.VIOLATION; done++) {
      Scenarios scenarios = fabrics.get(done);
      long leftNs = limitNs - (System.nanoTime() - beganNs);
      boolean limited = limitNs != Soak.UNLIMITED;
      SoakReport report =
          run(scenarios, limited ? leftNs / (fabrics.size() - done) : Soak.UNLIMITED);
      LongFunction<String> command = seed -> scenarios.command(console, seed);
      if (fabrics.size() > 1 && !json) {
        console.out().print("fabric         " + fabricNames.get(done) + "\n");
      }
      console
          .out()
          .print(json ? SoakSummary.json(report, command) : SoakSummary.text(report, command));
      exitCode = ExitCode.worse(exitCode, ExitCode.of(report.outcome()));
      if (Thread.currentThread().isInterrupted()) {
        return exitCode;
      }
    }
    return exitCode;
  }

  private static void end(Thread campaign, CountDownLatch printed) {
    campaign.interrupt();
    try {
      boolean inTime = printed.await(REPORT_S_MAX, TimeUnit.SECONDS);
      assert inTime : "the report was printed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SoakReport run(Scenarios scenarios, long forNs) {
    if (json) {
      return Soak.run(scenarios.bySeed(), seeds, jobs, options.budget(), forNs, status -> {});
    }
    try (SoakBar bar = new SoakBar(console)) {
      return Soak.run(scenarios.bySeed(), seeds, jobs, options.budget(), forNs, bar);
    }
  }

  /** Reads {@code A..B}. */
  static final class SeedsConverter implements ITypeConverter<SeedRange> {
    @Override
    public SeedRange convert(String text) {
      try {
        return SeedRange.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
