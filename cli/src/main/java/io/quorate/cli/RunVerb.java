package io.quorate.cli;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import io.quorate.fabric.run.Summary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate run}: one scenario. */
@Command(
    name = "run",
    header = "Runs a fabric in the simulator, and judges what its clients saw.",
    description = {
      "Clients ask while faults do what they like, then everything is healed and every request must"
          + " be answered. The same fabric, options and seed give the same run, to the last bit."
    },
    footer = {
      "  ./quorate run fabrics/wan-three.yaml",
      "  ./quorate run fabrics/wan-three.yaml --faults faults/leader-dies.yaml --out my-run",
      "  ./quorate run fabrics/leaf-spine-five.yaml --seed 7 --faults random --duration 20s",
      "  ./quorate run my-fabric.yaml --workload kv:clients=8,keys=2 --no-out --json"
    })
final class RunVerb implements Callable<Integer> {

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FABRIC",
      description = "Fabric file (docs/fabric-file.md).")
  private String fabricName = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice; not drawn, so that runs repeat. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--faults",
      paramLabel = "FILE|random|none",
      description =
          "What goes wrong: a fault file (docs/fault-file.md), drawn from the seed, or nothing."
              + " Default: none.")
  private String faultsName = ScenarioOptions.NONE;

  @Option(
      names = "--knobs",
      description =
          "Draw the group's constants, the load and the run's length from the seed too, as soak"
              + " does. Only with --faults random.")
  private boolean knobs;

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @ArgGroup private Place where = new Place();

  @Option(names = "--json", description = "Print the summary as JSON, and no progress.")
  private boolean json;

  /** A directory, or none. */
  static final class Place {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Directory to leave; must not exist. Default: runs/FABRIC-SEED.")
    @Nullable Path out;

    @Option(names = "--no-out", description = "Leave no directory.")
    boolean none;
  }

  RunVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (knobs && !faultsName.equals(ScenarioOptions.RANDOM)) {
      throw BadFile.whole(
          "--knobs", "the length of a run is drawn, and faults must fit it", "add --faults random");
    }
    Scenarios scenarios = options.read(console, fabricName, faultsName, knobs);
    Scenario scenario = scenarios.bySeed().apply(seed);
    Recording recording = new Recording(console, options.budget());
    if (where.none) {
      RunResult result = recording.run(scenario, !json);
      print(scenario, result, null, scenarios.command(console, seed));
      return ExitCode.of(result.outcome());
    }
    Recording.Left left =
        where.out == null
            ? recording.runNumbered(scenario, !json)
            : recording.run(scenario, where.out, !json);
    print(scenario, left.result(), left.place(), Shell.replay(console, left.place()));
    return ExitCode.of(left.result().outcome());
  }

  private void print(
      Scenario scenario, RunResult result, @Nullable Path place, String replayCommand) {
    if (json) {
      Map<String, String> more = new LinkedHashMap<>();
      if (place != null) {
        more.put("directory", place.toString());
      }
      more.put("replay-command", replayCommand);
      console.out().print(Summary.json(scenario, result, more));
    } else {
      console.out().print(Summary.text(scenario, result));
      console.out().print(Shell.farewell(place, replayCommand));
    }
  }
}
