package io.quorate.check.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  @Test
  void aLinkIsWrittenThroughEvenToAFileThatIsYetToBe() throws IOException {
    Path page = temp.resolve("page.html");
    Path link = Files.createSymbolicLink(temp.resolve("link.html"), Path.of("page.html"));
    for (String title : new String[] {"first", "second"}) {
      write(link, title);
      assertThat(link).isSymbolicLink();
      assertThat(Files.readString(page)).contains("<title>" + title + "</title>");
    }
  }

  @Test
  void filesThatStandBesideAreLeftAlone() throws IOException {
    Path part = Files.writeString(temp.resolve("report.html.part"), "mine");
    Path other = Files.writeString(temp.resolve(".quorate-page.1.part"), "mine too");
    Path page = temp.resolve("report.html");
    write(page, "page");
    assertThat(part).hasContent("mine");
    assertThat(other).hasContent("mine too");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactlyInAnyOrder(part, other, page);
    }
  }

  @Test
  void whatIsNoRegularFileIsLeftAlone() {
    assertThatThrownBy(() -> write(temp, "page"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(temp + ": is no regular file");
    assertThat(temp).isEmptyDirectory();
  }

  private static void write(Path page, String title) {
    History history = HtmlReportTest.stale();
    HtmlReport.write(page, history, title, HtmlReportTest.check(history));
  }
}
