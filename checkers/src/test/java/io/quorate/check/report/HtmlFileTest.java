package io.quorate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a file, for which no browser is needed. */
class HtmlFileTest {
  @TempDir private Path temp = Path.of("");

  @Test
  void aPageAppearsWholeAndReplacesTheOneBefore() throws IOException {
    History history = HtmlReportTest.stale();
    Verdict verdict = HtmlReportTest.check(history);
    Path page = temp.resolve("report.html");
    HtmlReport.write(page, history, "first", verdict);
    HtmlReport.write(page, history, "second", verdict);
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("<title>second</title>")
        .endsWith("</html>\n")
        .doesNotContainPattern("(src|href)=\"?https?:");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(page);
    }
  }
}
