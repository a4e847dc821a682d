package io.quorate.cli;

import io.quorate.fabric.run.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command's exit code says; docs/commands.md has the same table. */
final class ExitCode {

  /** Nothing is wrong. */
  static final int FINE = 0;

  /** An invariant did not hold, a history is not linearizable, or a replay differs. */
  static final int VIOLATION = 1;

  /** The command line, or something that it names, cannot be used. */
  static final int BAD_INPUT = 2;

  /** The checker's budget, or the memory, was spent before it was known. */
  static final int UNKNOWN = 3;

  /** The command itself is broken. */
  static final int BROKEN = 4;

  private ExitCode() {}

  static int of(RunResult.Outcome outcome) {
    return switch (outcome) {
      case FINE -> FINE;
      case VIOLATION -> VIOLATION;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Of two histories': what cannot be used outweighs what is wrong, and that what is unknown. */
  static int worse(int a, int b) {
    List<Integer> ranks = List.of(FINE, UNKNOWN, VIOLATION, BAD_INPUT, BROKEN);
    return ranks.indexOf(a) >= ranks.indexOf(b) ? a : b;
  }

  /** The table for help texts. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(" " + FINE, "fine");
    meanings.put(" " + VIOLATION, "a violation was found, or a replay differs");
    meanings.put(" " + BAD_INPUT, "usage or bad input; one line on standard error says what");
    meanings.put(" " + UNKNOWN, "unknown: the checker's budget was spent, or the memory");
    meanings.put(" " + BROKEN, "quorate itself is broken; please report it");
    return meanings;
  }
}
