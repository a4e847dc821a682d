package io.quorate.paxos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/wire-format.md says what the code does. */
final class WireFormatPageTest {

  private static List<String> page = List.of();

  @BeforeAll
  static void readThePage() {
    Path path = Path.of(System.getProperty("quorate.root", ".."), "docs", "wire-format.md");
    try {
      page = Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Matcher> rows(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return page.stream().map(compiled::matcher).filter(Matcher::find).toList();
  }

  /** Field by offset, from the table below the heading row; the fields must leave no hole. */
  private static Map<String, Integer> fields(String heading, int total) {
    Map<String, Integer> fields = new LinkedHashMap<>();
    int from = page.indexOf(heading);
    assertThat(from).as(heading).isNotNegative();
    int end = 0;
    for (String row : page.subList(from + 2, page.size())) {
      if (!row.startsWith("|")) {
        break;
      }
      List<String> cells = List.of(row.split("\\|", -1));
      assertThat(Integer.parseInt(cells.get(1).strip())).as(row).isEqualTo(end);
      fields.put(cells.get(3).strip(), end);
      end += Integer.parseInt(cells.get(2).strip());
    }
    assertThat(end).isEqualTo(total);
    return fields;
  }

  @Test
  void theHeaderOfThePageIsTheHeaderOfTheCode() {
    assertThat(fields("| offset | bytes | field | meaning |", Layout.HEADER_BYTES))
        .containsExactly(
            entry("magic", Layout.MAGIC),
            entry("version", Layout.VERSION),
            entry("flags", Layout.FLAGS),
            entry("group", Layout.GROUP),
            entry("sender", Layout.SENDER),
            entry("incarnation", Layout.INCARNATION),
            entry("round", Layout.ROUND),
            entry("node", Layout.NODE),
            entry("length", Layout.LENGTH),
            entry("slot", Layout.SLOT),
            entry("session", Layout.SESSION),
            entry("sequence", Layout.SEQUENCE),
            entry("aux", Layout.AUX),
            entry("auth", Layout.AUTH),
            entry("crc", Layout.CRC));
  }

  @Test
  void theVoteOfThePageIsTheVoteOfTheCode() {
    assertThat(fields("| offset | bytes | vote field | meaning |", Layout.VOTE_HEADER_BYTES))
        .containsExactly(
            entry("slot", Layout.VOTE_SLOT),
            entry("round", Layout.VOTE_ROUND),
            entry("node", Layout.VOTE_NODE),
            entry("flags", Layout.VOTE_FLAGS),
            entry("zero", Layout.VOTE_ZERO),
            entry("session", Layout.VOTE_SESSION),
            entry("sequence", Layout.VOTE_SEQUENCE),
            entry("length", Layout.VOTE_LENGTH));
  }

  @Test
  void theTypesOfThePageAreTheTypesOfTheCode() {
    Map<String, Integer> types = new LinkedHashMap<>();
    for (Matcher row : rows("^\\| 0x(7A[0-9A-F]{2}) \\| ([A-Z]+) \\|")) {
      types.put(row.group(2), Integer.parseInt(row.group(1), 16));
    }
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (EtherType type : EtherType.values()) {
      expected.put(type.name(), type.code());
    }
    assertThat(types).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void theFrameTakenApartIsTheGoldenOne() throws IOException {
    StringBuilder hex = new StringBuilder();
    for (Matcher row : rows("^    ((?:[0-9a-f]{2,} ?)+)  +[a-z]")) {
      hex.append(row.group(1).replace(" ", ""));
    }
    List<String> golden = new ArrayList<>();
    try (var in = WireFormatPageTest.class.getResourceAsStream("/golden/wire-v1.txt")) {
      assertThat(in).isNotNull();
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith("accept 7a01 "))
          .forEach(line -> golden.add(line.substring("accept 7a01 ".length())));
    }
    assertThat(golden).containsExactly(hex.toString());
  }
}
