package io.quorate.cli;

import io.quorate.fabric.file.Nearest;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line that says how to mend it. */
final class Misuse {

  private Misuse() {}

  static String line(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String what =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched.getUnmatched())
            : String.valueOf(e.getMessage());
    return what + "; see " + command.qualifiedName() + " --help";
  }

  /** Of several the first option is told: what stands behind it may be meant as its value. */
  private static String unmatched(CommandSpec command, List<String> words) {
    String word = words.stream().filter(Misuse::isOption).findFirst().orElseGet(words::getFirst);
    if (isOption(word)) {
      String name = word.replaceFirst("=.*", "");
      return "unknown option '" + name + "'" + near(name, command.optionsMap().keySet());
    }
    CommandLine line = command.commandLine();
    if (!line.getSubcommands().isEmpty()) {
      List<String> verbs = List.copyOf(line.getSubcommands().keySet());
      String advice = near(word, verbs);
      return "unknown command '"
          + word
          + "'"
          + (advice.isEmpty() ? "; there are " + String.join(", ", verbs) : advice);
    }
    return "unexpected argument '" + word + "'";
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.startsWith("-");
  }

  private static String near(String word, Collection<String> known) {
    return Nearest.of(word, known).map(each -> "; did you mean " + each + "?").orElse("");
  }
}
