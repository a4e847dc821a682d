package io.quorate.cli;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a scenario before the user's eyes, and leaves a directory where one is wanted. */
final class Recording {

  private static final Path RUNS = Path.of("runs");

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
   * A run that left a directory.
   *
   * @param place where that is
   */
  record Left(RunResult result, Path place) {}

  /**
   * Runs, and leaves a directory.
   *
   * @throws BadFile if it cannot be written; then nothing of it is left
   */
  Left run(Scenario scenario, Path place, boolean showing) {
    return record(place, () -> RunDirectory.create(place, scenario), scenario, showing);
  }

  /**
   * Runs, and leaves a directory under {@code runs/} whose name is not taken: {@code wan-three-1},
   * {@code wan-three-1-2}, …
   *
   * @throws BadFile if it cannot be written; then nothing of it is left
   */
  Left runNumbered(Scenario scenario, boolean showing) {
    Path place = RUNS.resolve(scenario.fabric().name() + "-" + scenario.seed());
    return record(place, () -> RunDirectory.createNumbered(place, scenario), scenario, showing);
  }

  private Left record(
      Path place, Supplier<RunDirectory> creation, Scenario scenario, boolean showing) {
    AtomicReference<@Nullable RunDirectory> begun = new AtomicReference<>();
    try (Interruption interruption = new Interruption(() -> abandon(begun.get()))) {
      RunDirectory directory =
          interruption.notDuring(
              () -> {
                RunDirectory created = creation.get();
                begun.set(created);
                return created;
              });
      try {
        RunResult result = run(scenario, directory.outputs(), showing);
        interruption.notDuring(() -> directory.finish(result));
        return new Left(result, directory.place());
      } finally {
        interruption.notDuring(directory::close);
      }
    } catch (UncheckedIOException e) {
      throw BadFile.whole(place.toString(), reason(e), "give a directory that can be");
    }
  }

  private static void abandon(@Nullable RunDirectory directory) {
    if (directory != null) {
      directory.abandon();
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
}
