package io.quorate.cli;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Runs a scenario before the user's eyes, and leaves a directory where one is wanted. */
final class Recording {

  private static final Path RUNS = Path.of("runs");
  private static final int NUMBER_MAX = 10_000;

  private final Console console;
  private final Budget budget;

  Recording(Console console, Budget budget) {
    this.console = console;
    this.budget = budget;
  }

  /** Runs, showing progress; nothing is written. */
  RunResult run(Scenario scenario, boolean showing) {
    return run(scenario, Outputs.NONE, showing);
  }

  /**
   * Runs, and leaves a directory.
   *
   * @throws BadFile if it cannot be written; then nothing of it is left
   */
  RunResult run(Scenario scenario, Path place, boolean showing) {
    try (RunDirectory directory = RunDirectory.create(place, scenario)) {
      RunResult result = run(scenario, directory.outputs(), showing);
      directory.finish(result);
      return result;
    } catch (UncheckedIOException e) {
      throw BadFile.whole(place.toString(), reason(e), "give a directory that can be");
    }
  }

  private RunResult run(Scenario scenario, Outputs outputs, boolean showing) {
    if (!showing) {
      return Run.execute(scenario, outputs, status -> {}, budget);
    }
    try (RunProgress progress = new RunProgress(console)) {
      return Run.execute(scenario, outputs, progress, budget);
    }
  }

  /** Why nothing more could be written, in a few words. */
  static String reason(UncheckedIOException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return "cannot be written: " + cause.getMessage();
  }

  /** A name under {@code runs/} that is not taken: {@code wan-three-1}, {@code wan-three-1-2}, … */
  static Path freePlace(Scenario scenario) {
    String name = scenario.fabric().name() + "-" + scenario.seed();
    Path place = RUNS.resolve(name);
    for (int number = 2; Files.exists(place) && number < NUMBER_MAX; number++) {
      place = RUNS.resolve(name + "-" + number);
    }
    return place;
  }
}
