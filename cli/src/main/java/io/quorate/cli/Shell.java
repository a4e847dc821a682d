package io.quorate.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Commands that are printed so that they can be pasted into a shell. */
final class Shell {

  private Shell() {}

  /** The text as one word, quoted where it has to be. */
  static String word(String text) {
    return text.matches("[\\w./:=,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The command that runs a recorded run again. */
  static String replay(Console console, Path run) {
    return word(console.command()) + " replay " + word(run.toString());
  }

  /** The last lines of a run: where it is, and how to see it again. */
  static String farewell(@Nullable Path run, String replayCommand) {
    String directory = run == null ? "" : "run directory  " + run + "\n";
    return directory + "run it again   " + replayCommand + "\n";
  }
}
