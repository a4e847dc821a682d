package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.run.Scenario;
import java.util.function.LongFunction;

/**
 * The scenarios that differ in nothing but their seed.
 *
 * @param settings options for {@code quorate run} beside fabric, seed and faults
 */
record Scenarios(
    Fabric fabric,
    LongFunction<Scenario> bySeed,
    String fabricName,
    String faultsName,
    String settings) {

  /** The command that runs the scenario of a seed. */
  String command(Console console, long seed) {
    return Shell.word(console.command())
        + " run "
        + Shell.word(fabricName)
        + " --seed "
        + seed
        + " --faults "
        + Shell.word(faultsName)
        + settings;
  }
}
