package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.run.Scenario;
import io.quorate.fabric.run.Summary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code quorate demo}: the shipped fabric in the shipped weather. */
@Command(
    name = "demo",
    header = "Runs the shipped fabric through a storm, and checks what its clients saw.",
    description = {
      "Runs the shipped fabric wan-three through five seconds of crashes, cuts, partitions, loss,"
          + " duplication, delay and reordering, then heals it and checks what the clients saw."
          + " Leaves a directory under runs/."
    },
    footer = {"  ./quorate demo"})
final class DemoVerb implements Callable<Integer> {

  static final String FABRIC = "fabrics/wan-three.yaml";
  private static final String FAULTS = "faults/rough-weather.yaml";
  private static final long SEED = 1;

  private final Console console;

  DemoVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ScenarioOptions options = new ScenarioOptions();
    Scenarios scenarios = options.read(console, FABRIC, FAULTS, false);
    Scenario scenario = scenarios.bySeed().apply(SEED);
    console.out().print(announcement(scenario));
    Recording.Left left = new Recording(console, options.budget()).runNumbered(scenario, true);
    console.out().print(Summary.text(scenario, left.result()));
    console.out().print(Shell.farewell(left.place(), Shell.replay(console, left.place())));
    return ExitCode.of(left.result().outcome());
  }

  private static String announcement(Scenario scenario) {
    Fabric fabric = scenario.fabric();
    long clients = fabric.hosts().stream().filter(host -> host.role() == Host.Role.CLIENT).count();
    return String.format(
        "%s: %d clients, %d switches (%s order packets), %d service hosts; %d faults to come%n",
        FABRIC,
        clients,
        fabric.switches().size(),
        String.join(", ", fabric.group().members()),
        fabric.hosts().size() - clients,
        scenario.faults().faults().size());
  }
}
