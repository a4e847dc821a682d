package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.app.Protocol;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.Scenario;
import io.quorate.ovs.live.LiveResult;
import io.quorate.ovs.live.LiveRun;
import io.quorate.ovs.live.LiveRunDirectory;
import io.quorate.ovs.live.Squad;
import io.quorate.ovs.live.SwitchProcess;
import io.quorate.ovs.port.PortException;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import io.quorate.ovs.topology.UpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate live}: the fabric on real Open vSwitch. */
@Command(
    name = "live",
    header = "Builds a fabric on real Open vSwitch, runs it, breaks it, takes it away.",
    description = {
      "The same fabric files, flows, programs and replicas as in the simulator, on bridges in"
          + " network namespaces of their own. Needs root, Open vSwitch and /dev/net/tun;"
          + " `quorate doctor` says what is missing (docs/live.md)."
    },
    footer = {
      "  sudo ./quorate live up fabrics/wan-three.yaml",
      "  sudo ./quorate live run fabrics/wan-three.yaml --duration 30s --faults faults/leader-dies.yaml",
      "  sudo ./quorate live status",
      "  sudo ./quorate live down"
    })
final class LiveVerb implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The verb with its own verbs. */
  static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new LiveVerb());
    line.addSubcommand(new Up(console));
    line.addSubcommand(new Run(console));
    line.addSubcommand(new Status(console));
    line.addSubcommand(new Down(console));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given; there are up, run, status, down");
  }

  /** What is wrong with the machine or the live fabric is told in one line. */
  static <T> T told(Supplier<T> action) {
    try {
      return action.get();
    } catch (TopologyException | PortException e) {
      throw BadFile.whole("live", String.valueOf(e.getMessage()), "quorate doctor tells more");
    }
  }

  /** {@code quorate live up}. */
  @Command(
      name = "up",
      header = "Builds a fabric on real Open vSwitch and starts everything in it.",
      description = {
        "Bridges, namespaces, links, flows, replicas and servers; they stay until `live down`."
      },
      footer = {
        "  sudo ./quorate live up fabrics/wan-three.yaml",
        "  sudo ip netns exec q-wan-three-c1 ping -c 3 10.0.0.100"
      })
  static final class Up implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "FABRIC", description = "Fabric file.")
    private String fabricName = "";

    @Mixin private LiveBuilding building = new LiveBuilding();

    Up(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ProjectFiles files = new ProjectFiles(console.home());
      Fabric fabric = FabricFile.parse(files.read(fabricName));
      LiveFabric live = told(() -> building.up(console, fabric, Path.of(fabricName)));
      console
          .out()
          .print(
              "live: %s stands in %s; `live down` takes it away%n"
                  .formatted(fabric.name(), live.runDirectory()));
      return ExitCode.FINE;
    }
  }

  /** {@code quorate live run}. */
  @Command(
      name = "run",
      header = "Runs a workload on a live fabric while real faults befall it, and judges it.",
      description = {
        "Uses the fabric that `live up` built; where there is none, builds it and takes it away at the end."
      },
      footer = {
        "  sudo ./quorate live run fabrics/wan-three.yaml --duration 10s",
        "  sudo ./quorate live run fabrics/wan-three.yaml --duration 30s --faults faults/leader-dies.yaml"
      })
  static final class Run implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "FABRIC", description = "Fabric file.")
    private String fabricName = "";

    @Option(
        names = "--faults",
        paramLabel = "FILE|none",
        description = "What goes wrong: a fault file (docs/fault-file.md). Default: none.")
    private String faultsName = ScenarioOptions.NONE;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Directory to leave. Default: runs/live-FABRIC, with a number if taken.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the summary as JSON, and no progress.")
    private boolean json;

    @Mixin private ScenarioOptions options = new ScenarioOptions();
    @Mixin private LiveBuilding building = new LiveBuilding();

    Run(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      if (faultsName.equals(ScenarioOptions.RANDOM)) {
        throw BadFile.whole(
            "--faults random",
            "drawn schedules have faults that cannot be had live",
            "write a fault file; `quorate run --faults random --out DIR` leaves one to begin with");
      }
      Scenario scenario =
          options.read(console, fabricName, faultsName, false).bySeed().apply(building.seed());
      return told(() -> run(scenario));
    }

    private Integer run(Scenario scenario) {
      Path place = UpOptions.defaults().runDirectory(scenario.fabric().name());
      boolean there = Files.exists(place);
      if (there) {
        requireFresh(LiveFabric.open(place), scenario.fabric());
      }
      requireServer(
          scenario, there ? Squad.serverCommand(LiveFabric.open(place)) : building.server());
      LiveFabric live =
          there
              ? LiveFabric.open(place)
              : building.up(console, scenario.fabric(), Path.of(fabricName));
      Path wanted = out == null ? Path.of("runs", "live-" + scenario.fabric().name()) : out;
      try (LiveRunDirectory directory = LiveRunDirectory.create(wanted)) {
        LiveResult result =
            LiveRun.execute(
                live,
                new Squad(live, building.processes()),
                scenario,
                directory.draft(),
                options.budget(),
                line -> progress(line));
        directory.finish(scenario, result);
        console
            .out()
            .print(
                json
                    ? LiveRunDirectory.json(scenario, result) + "\n"
                    : LiveRunDirectory.text(scenario, result)
                        + "run directory  "
                        + directory.place()
                        + "\n");
        return switch (result.outcome()) {
          case FINE -> ExitCode.FINE;
          case VIOLATION -> ExitCode.VIOLATION;
          case UNKNOWN -> ExitCode.UNKNOWN;
        };
      } finally {
        if (!there) {
          live.down();
        }
      }
    }

    private void requireFresh(LiveFabric standing, Fabric wanted) {
      if (!FabricFile.write(standing.fabric()).equals(FabricFile.write(wanted))) {
        throw BadFile.whole(
            fabricName, "is not what stands live", "take that down first: quorate live down");
      }
      if (LiveRun.isUsed(standing)) {
        throw BadFile.whole(
            fabricName,
            "stands live and has been run on: its service knows that run's clients and values",
            "take it down and up again: quorate live down");
      }
    }

    /** The clients must speak what the servers that stand understand. */
    private void requireServer(Scenario scenario, @Nullable String standing) {
      if (building.server() != null && !building.server().equals(standing)) {
        throw BadFile.whole(
            "--server " + building.server(),
            "other servers stand live",
            "take that fabric down first: quorate live down");
      }
      if (scenario.workload().protocol() == Protocol.MEMCACHED && standing == null) {
        throw BadFile.whole(
            "workload memcached",
            "the servers that stand live are ours and do not speak it",
            "build the fabric with --server 'memcached …' (docs/live.md)");
      }
    }

    private void progress(String line) {
      if (!json) {
        console.complain(line);
      }
    }
  }

  /** {@code quorate live down}. */
  @Command(
      name = "down",
      header = "Takes live fabrics away.",
      description = {
        "Ends their processes and removes their bridges, namespaces and files, also what a killed"
            + " run left. Does nothing where there is nothing."
      },
      footer = {"  sudo ./quorate live down", "  sudo ./quorate live down wan-three"})
  static final class Down implements Callable<Integer> {
    private final Console console;

    @Parameters(
        arity = "0..*",
        paramLabel = "NAME",
        description = "Names of fabrics. Default: all that stand.")
    private List<String> names = List.of();

    Down(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      List<Path> places =
          names.isEmpty()
              ? standing()
              : names.stream().map(UpOptions.defaults()::runDirectory).toList();
      for (Path place : places) {
        if (told(() -> LiveFabric.down(place))) {
          console.out().print("live: %s is gone%n".formatted(place.getFileName()));
        }
      }
      return ExitCode.FINE;
    }
  }

  /** {@code quorate live status}. */
  @Command(
      name = "status",
      header = "Says what stands live, and how far its replicas are.",
      description = {"One line for each switch of each live fabric."},
      footer = {"  sudo ./quorate live status"})
  static final class Status implements Callable<Integer> {
    private final Console console;

    Status(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      List<Path> places = standing();
      if (places.isEmpty()) {
        console.out().print("live: nothing stands%n".formatted());
      }
      for (Path place : places) {
        LiveFabric live = told(() -> LiveFabric.open(place));
        console.out().print("%s, %s links%n".formatted(live.fabric().name(), live.links()));
        new Squad(live, new SwitchProcess.Options(PortKind.FFM, 0, false))
            .describe()
            .forEach(line -> console.out().print("  %s%n".formatted(line)));
      }
      return ExitCode.FINE;
    }
  }

  private static List<Path> standing() {
    Path root = UpOptions.defaultRoot();
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> places = Files.list(root)) {
      return places.filter(Files::isDirectory).sorted().toList();
    } catch (java.io.IOException e) {
      throw BadFile.whole(root.toString(), "cannot be read: " + e.getMessage(), "are you root?");
    }
  }
}
