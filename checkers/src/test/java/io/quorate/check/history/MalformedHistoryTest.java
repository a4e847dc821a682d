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
import org.junit.jupiter.params.provider.ValueSource;

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
          {:process 0 :type :ok :f :read :process 1}      | 2 | has :process twice
          {:process 0 :type :ok :f :read :value {1 2 1 3}} | 2 | a map has the key 1 twice
          {:process 0 :type :ok :f :read :value 1/0}      | 2 | 1/0 is no number
          {:process 0 :type :ok :f :read :value 1e99999999999M} | 2 | exponent that is out of range
          {:process 1.0 :type :invoke :f :read}           | 2 | process 1.0 is no whole number of
          {:process 1.0M :type :info :f :read}            | 2 | is no whole number of 32 bits
          {:process 99999999999999999999999 :type :invoke :f :read} | 2 | is no whole number of 32
          {:process 1/2 :type :invoke :f :read}           | 2 | process 1/2 is no whole number
          {:process "1" :type :invoke :f :read}           | 2 | process "1" is no whole number; num
          {:process :1 :type :info :f :read}              | 2 | process :1 is no whole number; num
          {:process true :type :invoke :f :read}          | 2 | process true is no whole number
          {:process "c1" :type :ok :f :read}              | 2 | process "c1" is no whole number, but
          {:process c1 :type :fail :f :read}              | 2 | completes with fail as clients do
          ["c1" :ok :read 1]                              | 2 | number the clients from 0
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
          {"process":"1","type":"invoke","f":"read"}    | 2 | process "1" is no whole number; number
          {"process":1.0,"type":"invoke","f":"read"}    | 2 | process 1.0 is no whole number of 32 bits
          {"process":99999999999999999999999,"type":"invoke","f":"read"} | 2 | no whole number of 32
          {"process":"c1","type":"ok","f":"read"}       | 2 | process "c1" is no whole number, but
          {"process":0,"type":"ok","f":"read","process":1} | 2 | has "process" twice
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
          c1 :ok :read 1       | 2 | process c1 is no whole number, but completes with ok
          INFO jepsen.util - "1" :fail :read 1 | 2 | process "1" is no whole number
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
          }{               | h.edn:1: an unexpected }
          """)
  void whatHoldsNoHistoryIsRefused(String text, String reason) {
    assertThatExceptionOfType(MalformedHistory.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "-%sN", "%s.5", "1/%s", "%sM"})
  void digitsAreBounded(String number) {
    String event = "{:process 0 :type :ok :f :read :value " + number + "}";
    assertMalformed(
        OK_LINE + String.format(event, "7".repeat(1001)), 2, "a number has more than 1000 digits");
    assertThat(read(OK_LINE + String.format(event, "7".repeat(999))).size()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write   | 1     | 2
          enqueue | 1     | 2
          write   | [0 1] | [0 2]
          """)
  void anOkOfAnotherArgumentIsRefused(String f, String argument, String answer) {
    assertMalformed(
        String.format("[0 :invoke :%s %s]\n[0 :ok :%s %s]", f, argument, f, answer),
        2,
        String.format("%s of %s, which it invoked with %s", f, answer, argument));
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
