package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every conversation of src/test/resources/transcripts and compares. After a change that is
 * understood, {@code -Dtranscripts.rewrite=true} writes down what happens now.
 */
final class TranscriptsTest {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("quorate.root", ".."), "paxos-core/src/test/resources/transcripts");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @Test
  void thereAreTranscripts() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(15);
  }

  @TestFactory
  Stream<DynamicTest> whatHappensIsWhatIsWrittenDown() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
  }

  private static void play(Path file) {
    try {
      String written = Files.readString(file);
      String played = Transcript.run(written);
      if (Boolean.getBoolean("transcripts.rewrite")) {
        Files.writeString(file, played);
      } else {
        assertThat(played)
            .as("%s; to write down what happens now: -Dtranscripts.rewrite=true", file)
            .isEqualTo(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
