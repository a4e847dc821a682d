package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/checkers.md shows what the command prints, and names all that can be asked for. */
final class CheckersPageTest {

  private static final String PROMPT = "    $ ./quorate ";
  private static final int TRANSCRIPTS_MIN = 5;

  @TempDir private Path temp = Path.of("");

  @Test
  void everyTranscriptIsWhatTheCommandPrints() throws IOException, InterruptedException {
    List<List<String>> transcripts = transcripts();
    assertThat(transcripts).hasSizeGreaterThanOrEqualTo(TRANSCRIPTS_MIN);

    for (List<String> transcript : transcripts) {
      Invocation call =
          Invocation.inFreshJvm(
              Invocation.ROOT,
              List.of("-Dstdout.encoding=UTF-8", "-XX:TieredStopAtLevel=1"),
              words(transcript.getFirst()));

      assertThat(call.exitCode()).as(call.err()).isIn(ExitCode.FINE, ExitCode.VIOLATION);
      List<String> printed = call.out().lines().toList();
      for (String line : transcript.subList(1, transcript.size())) {
        assertThat(printed).as(transcript.getFirst()).contains(line);
      }
    }
  }

  @Test
  void everyNameThatCanBeAskedForIsThere() throws IOException {
    String page = page();

    for (String model : HistoryCheck.names()) {
      assertThat(page).contains("`" + model + "`");
    }
    for (Engine engine : Engine.values()) {
      String word = engine.name().toLowerCase(Locale.ROOT);
      assertThat(page).containsPattern("`(--engine )?" + word + "`");
    }
  }

  private static String page() throws IOException {
    return Files.readString(Invocation.ROOT.resolve("docs/checkers.md"));
  }

  /** Each with its command first; lines that are left out are left out. */
  private static List<List<String>> transcripts() throws IOException {
    List<List<String>> transcripts = new ArrayList<>();
    boolean within = false;
    for (String line : page().lines().toList()) {
      if (line.startsWith(PROMPT)) {
        transcripts.add(new ArrayList<>(List.of(line.substring(PROMPT.length()))));
        within = true;
      } else if (!line.startsWith("    ")) {
        within = false;
      } else if (within && !line.strip().equals("...")) {
        transcripts.getLast().add(line.substring("    ".length()));
      }
    }
    return transcripts;
  }

  private Object[] words(String command) {
    return List.of(command.split(" ", -1)).stream()
        .map(word -> word.startsWith("/tmp/") ? temp.resolve("page.html") : word)
        .toArray();
  }
}
