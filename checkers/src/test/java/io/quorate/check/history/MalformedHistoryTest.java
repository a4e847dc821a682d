package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedHistoryTest {
  private static final String OK_LINE = "{:process 0 :type :invoke :f :read :value nil}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {:process 0 :type :invoke :f :read :value nil}  | 2 | while its read is pending
          {:process 0 :type :ok :f :write :value 1}       | 2 | while its pending operation is read
          {:process 1 :type :ok :f :read :value 1}        | 2 | has none pending
          {:process 0 :type :done :f :read :value 1}      | 2 | type :done; it must be invoke, ok
          {:process 0 :f :read :value 1}                  | 2 | no type
          {:process 0 :type :ok :value 1}                 | 2 | no f
          {:process 99999999999 :type :invoke :f :read}   | 2 | does not fit 32 bits
          {:process 0 :type :ok :f :read :time 1.5}       | 2 | time 1.5 is no whole number
          {:process 0 :type :ok :f :read :position -1}    | 2 | position -1 is negative
          {:process 0 :type :ok :f :read :position "x"}   | 2 | position "x" is no whole number
          {:process 0 :type :ok :f :read :value}          | 2 | key :value without a value
          {:process 0 :type :ok :f :read :value [1 2}     | 2 | unexpected }
          {:process 0 :type :ok :f :read :value "x        | 2 | ends inside a string
          {:process 0 :type :ok :f :read :value 1         | 2 | is it cut off?
          {:process 0 :type :ok :f :read :value 12x}      | 2 | 12x is no number
          {:process 0 :type :ok :f :read :value \\\\quux} | 2 | is no character
          {:process 0 :type :ok :f :read :key 1 :value 1} | 2 | completes read of key 1
          )                                               | 2 | an event must be a map
          [0 :ok]                                         | 2 | an event must be a map
          hello                                           | 2 | an event must be a map
          """)
  void ednSaysFileLineAndReason(String secondLine, long line, String reason) {
    assertMalformed(OK_LINE + secondLine, line, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"process":0,"type":"ok","f":"read","value":} | 2 | no JSON: Unexpected character
          {"process":0,"type":"ok","f":"read"           | 2 | no JSON: Unexpected end-of-input
          {"process":0,"type":"ok","f":"write"}         | 2 | while its pending operation is read
          {"process":0.5,"type":"sideways","f":"write"} | 2 | type "sideways"
          7                                             | 2 | an event must be an object
          """)
  void jsonSaysFileLineAndReason(String secondLine, long line, String reason) {
    String first = "{\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"value\":null}\n";
    assertMalformed(first + secondLine, line, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 :invo :read nil    | 2 | no :invoke, :ok, :fail or :info after the process
          0 :ok :write 1       | 2 | while its pending operation is read
          0 :ok                | 2 | ends before its function
          0 :ok :read [1       | 2 | is it cut off?
          """)
  void logSaysFileLineAndReason(String secondLine, long line, String reason) {
    assertMalformed("0 :invoke :read nil\n" + secondLine, line, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''               | holds no events
          ; nothing        | holds no events
          some other text  | holds no operations
          []               | holds no operations
          {}               | no type
          """)
  void whatHoldsNoHistoryIsRefused(String text, String reason) {
    assertThatExceptionOfType(MalformedHistory.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining(reason);
  }

  @Test
  void nestingIsBounded() {
    String deep = "{:process 0 :type :ok :f :read :value " + "[".repeat(100_000);
    assertMalformed(OK_LINE + deep, 2, "nested deeper than 256");
    String deepJson = "{\"process\":0,\"value\":" + "[".repeat(100_000);
    assertMalformed(deepJson, 1, "no JSON");
  }

  @Test
  void aFileThatCannotBeReadIsOneLineToo(@TempDir Path folder) throws IOException {
    Path noText = Files.write(folder.resolve("bytes.edn"), new byte[] {(byte) 0xc3, 0x28});
    for (Path file : List.of(folder, folder.resolve("absent.edn"), noText)) {
      assertThatExceptionOfType(MalformedHistory.class)
          .isThrownBy(() -> HistoryReader.read(file))
          .satisfies(e -> assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n"));
    }
  }

  private static void assertMalformed(String text, long line, String reason) {
    assertThatExceptionOfType(MalformedHistory.class)
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("h.edn:" + line + ": ")
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
        .satisfies(e -> assertThat(e.line()).isEqualTo(line));
  }

  private static History read(String text) {
    return HistoryReader.read("h.edn", new StringReader(text), Keying.DETECT);
  }
}
