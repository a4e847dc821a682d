package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Histories that nobody in this project wrote get from the command the verdicts that their table
 * expects. They lie beside the checkout on some machines; elsewhere this is skipped.
 */
final class SharedHistoriesCheckTest {

  private static final int FILES = 127;
  private static final int COLUMNS = 8;

  /** A row of the table. */
  private record Row(Path file, String format, String model, String verdict) {

    boolean isGood() {
      return verdict.startsWith("linearizable") || verdict.startsWith("valid");
    }

    Object[] command() {
      List<Object> words = new ArrayList<>(List.of("check", file, "--budget", "60s"));
      words.addAll(model(model, format));
      return words.toArray();
    }

    /** As the table's notes say: initial values, and who takes a nil read for an observation. */
    private static List<String> model(String model, String format) {
      if (model.startsWith("cas-register, initial 0")) {
        return List.of("--model", "cas-register", "--initial", "0", "--reading", "knossos");
      }
      if (model.startsWith("cas-register, initial nil")) {
        String reading = format.equals("A") ? "porcupine" : "default";
        return List.of("--model", "cas-register", "--reading", reading);
      }
      if (model.startsWith("kv")) {
        return List.of("--model", "kv", "--initial", "");
      }
      String name =
          model
              .replaceFirst(" transactions.*", "")
              .replace("jepsen bank", "bank")
              .replace("jepsen set-full", "set-full")
              .replace("jepsen ", "jepsen-");
      return List.of("--model", name);
    }
  }

  @Test
  void everyFileGetsItsVerdict() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).hasSize(FILES);

    SoftAssertions softly = new SoftAssertions();
    for (Row row : rows) {
      Invocation check = Invocation.of(row.command());

      softly
          .assertThat(check.exitCode())
          .as("%s\n%s%s", row, check.out(), check.err())
          .isEqualTo(row.isGood() ? ExitCode.FINE : ExitCode.VIOLATION);
    }
    softly.assertAll();
  }

  private static List<Row> rows() throws IOException {
    Path folder = Invocation.ROOT.resolve("../shared/histories").normalize();
    Path table = folder.resolve("README.md");
    Assumptions.assumeTrue(Files.isReadable(table), folder + " is absent: skipped");
    return Files.readAllLines(table).stream()
        .filter(line -> line.startsWith("| ") && line.contains("/"))
        .map(line -> line.split("\\s*\\|\\s*"))
        .filter(cells -> cells.length == COLUMNS)
        .map(cells -> new Row(folder.resolve(cells[1]), cells[5], cells[6], cells[7]))
        .toList();
  }
}
