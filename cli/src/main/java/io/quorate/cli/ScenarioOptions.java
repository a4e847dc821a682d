package io.quorate.cli;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Service;
import io.quorate.fabric.app.Protocol;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.campaign.Knobs;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Units;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/** The options that, with a fabric and a seed, decide a run. */
final class ScenarioOptions {

  static final String RANDOM = "random";
  static final String NONE = "none";

  private static final String WORKLOAD = "kv";
  private static final long DURATION_NS = 8_000_000_000L;
  private static final long DURATION_NS_MIN = 1_000_000;
  private static final long BUDGET_NS = 60_000_000_000L;

  @Option(
      names = "--workload",
      paramLabel = "KIND:SETTINGS",
      description =
          "What clients ask for, like kv:clients=4,keys=3,reads=20 (docs/workload.md). Default:"
              + " kv.")
  private String workload = WORKLOAD;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Virtual time until everything is healed; with drawn constants the longest. Default: 8s.")
  private long durationNs = DURATION_NS;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Real time for checking a history. Default: 60s.")
  private long budgetNs = BUDGET_NS;

  Budget budget() {
    return Budget.of(Duration.ofNanos(budgetNs));
  }

  /**
   * Reads the files that are named.
   *
   * @param faultsName {@link #RANDOM}, {@link #NONE} or a file
   * @param knobs true if the seed decides about constants, load and length too; only with random
   *     faults
   * @throws BadFile if something that is named cannot be used
   */
  Scenarios read(Console console, String fabricName, String faultsName, boolean knobs) {
    ProjectFiles files = new ProjectFiles(console.home());
    if (durationNs < DURATION_NS_MIN) {
      throw BadFile.whole(
          "--duration " + Units.time(durationNs),
          "too short",
          "write at least " + Units.time(DURATION_NS_MIN));
    }
    Fabric fabric = FabricFile.parse(files.read(fabricName));
    // Its flows are read here, so that a bad one is told before anything is written.
    FlowBook flows = new FlowBook(fabric);
    assert flows.plan() != null : "flows have a plan";
    Workload asked = Workload.parse(workload);
    requireDatagrams(fabric, asked);
    LongFunction<Scenario> bySeed;
    if (faultsName.equals(RANDOM)) {
      bySeed =
          knobs
              ? seed -> Knobs.drawn(fabric, asked, seed, durationNs)
              : seed -> Scenario.drawn(fabric, asked, seed, durationNs);
    } else {
      FaultSchedule faults = faults(files, fabric, faultsName);
      warnOfLate(console, faults, faultsName);
      bySeed = seed -> new Scenario(fabric, asked, faults, seed, durationNs);
    }
    String knobsOption = knobs && faultsName.equals(RANDOM) ? " --knobs" : "";
    return new Scenarios(fabric, bySeed, fabricName, faultsName, knobsOption + settings());
  }

  /** Other protocols than ours need service hosts that speak them. */
  private void requireDatagrams(Fabric fabric, Workload asked) {
    boolean packets =
        fabric.views().stream()
            .allMatch(view -> view.service().delivery() == Service.Delivery.PACKETS);
    if (asked.protocol() != Protocol.KEY_VALUE && !packets) {
      throw BadFile.whole(
          "workload \"" + workload + "\"",
          "the service of " + fabric.name() + " is a state machine",
          "take a fabric with `delivery: packets`, or the workload kv");
    }
  }

  private static FaultSchedule faults(ProjectFiles files, Fabric fabric, String name) {
    return name.equals(NONE) ? FaultSchedule.NONE : FaultFile.parse(files.read(name), fabric);
  }

  /** Tells of faults that never happen, for by then everything is healed. */
  private void warnOfLate(Console console, FaultSchedule faults, String name) {
    List<TimedFault> late =
        faults.faults().stream().filter(fault -> fault.atNs() >= durationNs).toList();
    if (!late.isEmpty()) {
      console.complain(
          "warning: %s: %d of %d faults never happen, the first at %s; the run is healed at --duration %s"
              .formatted(
                  name,
                  late.size(),
                  faults.faults().size(),
                  Units.time(late.getFirst().atNs()),
                  Units.time(durationNs)));
    }
  }

  /** The options that are not at their defaults, each with a space before it. */
  private String settings() {
    StringBuilder text = new StringBuilder();
    if (!workload.equals(WORKLOAD)) {
      text.append(" --workload ").append(Shell.word(workload));
    }
    if (durationNs != DURATION_NS) {
      text.append(" --duration ").append(Units.time(durationNs));
    }
    if (budgetNs != BUDGET_NS) {
      text.append(" --budget ").append(Units.time(budgetNs));
    }
    return text.toString();
  }
}
