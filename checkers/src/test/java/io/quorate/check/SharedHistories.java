package io.quorate.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * The table of histories that nobody in this project wrote, which lies beside the checkout on some
 * machines and is not part of it.
 */
final class SharedHistories {
  private static final int COLUMNS = 8;

  /** One row of the table. */
  record Row(Path file, String format, String model, String verdict) {
    boolean expectsLinearizable() {
      return verdict.startsWith("linearizable");
    }
  }

  private SharedHistories() {}

  /** All rows; the test is skipped where the folder is absent. */
  static List<Row> rows() {
    Path root = Path.of(Objects.requireNonNullElse(System.getProperty("quorate.root"), ".."));
    Path folder = root.resolve("../shared/histories").normalize();
    Path table = folder.resolve("README.md");
    Assumptions.assumeTrue(Files.isReadable(table), folder + " is absent: skipped");
    try {
      return Files.readAllLines(table).stream()
          .filter(line -> line.startsWith("| ") && line.contains("/"))
          .map(line -> line.split("\\s*\\|\\s*"))
          .filter(cells -> cells.length == COLUMNS)
          .map(c -> new Row(folder.resolve(c[1]), c[5], c[6], c[7]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
