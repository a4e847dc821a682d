package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
  private final HistoryRecorder recorder = new HistoryRecorder();

  @Test
  void writesWhatJepsenWrites() {
    recorder.invoke(0, "write", 3, 10);
    recorder.fault("start", null, 15);
    recorder.ok(0, 20);
    recorder.invoke(1, "cas", List.of(3, 4), 30);
    recorder.info(1, new Keyword("timeout"), 40);
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(recorder.history(), text);

    assertThat(text.toString())
        .isEqualTo(
            """
            {:process 0, :type :invoke, :f :write, :value 3, :time 10, :index 0}
            {:process :nemesis, :type :info, :f :start, :value nil, :time 15, :index 1}
            {:process 0, :type :ok, :f :write, :value 3, :time 20, :index 2}
            {:process 1, :type :invoke, :f :cas, :value [3 4], :time 30, :index 3}
            {:process 1, :type :info, :f :cas, :value [3 4], :error :timeout, :time 40, :index 4}
            """);
  }

  @Test
  void aKeyGoesIntoTheValueInEdnAndBesideItInJson() {
    recorder.invoke(0, "read", "x", null, 1);
    StringBuilder edn = new StringBuilder();
    HistoryWriter.writeEdn(recorder.history(), edn);
    StringWriter json = new StringWriter();
    HistoryWriter.writeJsonLines(recorder.history(), json);

    assertThat(edn).contains(":value [\"x\" nil]");
    assertThat(json.toString())
        .isEqualTo(
            """
            {"process":0,"type":"invoke","f":"read","key":"x","value":null,"time":1,"index":0}
            """);
  }

  @Test
  void aPositionStandsInTheCompletionOrElseInTheInvocation() {
    int write = recorder.invoke(0, "write", 3, 10);
    recorder.position(write, 8);
    recorder.ok(0, 20);
    recorder.position(recorder.invoke(1, "write", 4, 30), 7);
    StringBuilder edn = new StringBuilder();
    HistoryWriter.writeEdn(recorder.history(), edn);
    StringWriter json = new StringWriter();
    HistoryWriter.writeJsonLines(recorder.history(), json);

    assertThat(edn.toString())
        .isEqualTo(
            """
            {:process 0, :type :invoke, :f :write, :value 3, :time 10, :index 0}
            {:process 0, :type :ok, :f :write, :value 3, :time 20, :index 1, :position 8}
            {:process 1, :type :invoke, :f :write, :value 4, :time 30, :index 2, :position 7}
            """);
    assertThat(json.toString())
        .contains(
            """
        "index":1,"position":8}""");
  }

  @Test
  void aProcessThatGoesOnAfterACrashGetsANewNumberInEdn() {
    recorder.invoke(0, "write", 1, 0);
    recorder.invoke(7, "write", 2, 1);
    recorder.info(0, null, 2);
    recorder.invoke(0, "write", 3, 3);
    recorder.info(0, null, 4);
    recorder.invoke(0, "write", 4, 5);
    recorder.ok(0, 6);
    StringBuilder text = new StringBuilder();
    HistoryWriter.writeEdn(recorder.history(), text);

    assertThat(text.toString().lines().map(line -> line.substring(0, 11)))
        .containsExactly(
            "{:process 0",
            "{:process 7",
            "{:process 0",
            "{:process 8",
            "{:process 8",
            "{:process 9",
            "{:process 9");
  }

  @Test
  void aFileAppearsWholeOrNotAtAll(@TempDir Path folder) throws IOException {
    recorder.invoke(0, "read", null, 1);
    History history = recorder.history();
    Path file = folder.resolve("history.edn");
    HistoryWriter.writeEdn(history, file);
    HistoryWriter.writeEdn(history, file);
    assertThat(HistoryReader.read(file).events()).isEqualTo(history.events());

    Path nowhere = folder.resolve("absent").resolve("history.json");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> HistoryWriter.writeJsonLines(history, nowhere));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
