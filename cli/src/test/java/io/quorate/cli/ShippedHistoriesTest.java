package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories that are shipped as examples get the verdicts that their table promises. */
final class ShippedHistoriesTest {

  private static final Path FOLDER = Invocation.ROOT.resolve("histories");
  private static final int COLUMNS = 5;

  /** A row of the table. */
  record Row(Path file, String options, String verdict) {}

  @ParameterizedTest
  @MethodSource("rows")
  void itIsJudgedAsTheTableSays(Row row) {
    List<Object> words = new ArrayList<>(List.of("check", row.file()));
    Stream.of(row.options().split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);

    Invocation check = Invocation.of(words.toArray());

    int expected = row.verdict().equals("valid") ? ExitCode.FINE : ExitCode.VIOLATION;
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(expected);
    assertThat(check.out()).doesNotContain("unknown");
  }

  @Test
  void everyFileIsInTheTableAndEveryModelHasABrokenOne() throws IOException {
    List<Path> listed = rows().map(Row::file).toList();
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(file -> !file.endsWith("README.md")))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
    for (String model : HistoryCheck.names()) {
      assertThat(rows().filter(row -> row.verdict().equals("invalid")).map(Row::file))
          .as(model)
          .anyMatch(file -> file.getFileName().toString().startsWith(model + "-"));
    }
  }

  private static Stream<Row> rows() throws IOException {
    return Files.readAllLines(FOLDER.resolve("README.md")).stream()
        .filter(
            line -> line.startsWith("| ") && !line.startsWith("| file") && !line.contains("---"))
        .map(line -> line.split("\\s*\\|\\s*"))
        .filter(cells -> cells.length == COLUMNS)
        .map(cells -> new Row(FOLDER.resolve(cells[1]), cells[2].replace("`", ""), cells[3]));
  }
}
