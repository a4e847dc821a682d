package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake in a fabric file is told in one line: where, what, and how to mend it. */
class FabricFileErrorsTest {

  /** A good fabric; each case of bad-fabrics.txt spoils one place of it. */
  private static final String GOOD =
      """
      fabric: small
      switches: [W, A, B]
      hosts:
        - {client: c, on: W}
        - {service-host: h, on: A}
      links:
        - {between: [W, A], latency: 1ms}
        - {between: [A, B]}
      paxos: {members: [A, B]}
      """;

  /** A file with a mistake and what should be said of it. */
  record Mistake(String yaml, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Fabric parse(String yaml) {
    return FabricFile.parse(TextFile.of("f.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theGoodFabricIsGood() {
    assertThat(parse(GOOD).switches()).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsToldInOneLine(Mistake mistake) {
    BadFile thrown = catchThrowableOfType(BadFile.class, () -> parse(mistake.yaml()));

    assertThat(thrown).hasMessage(mistake.message());
  }

  @Test
  void theMistakesAreMany() throws IOException {
    assertThat(mistakes()).hasSizeGreaterThan(100);
  }

  static List<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    String good = "";
    String yaml = "";
    for (String line : transcript()) {
      String text = line.length() > 2 ? unescaped(line.substring(2)) : "";
      if (line.startsWith("-")) {
        assertThat(GOOD).contains(text);
        good = text;
      } else if (line.startsWith("+")) {
        yaml = good.isEmpty() ? text : GOOD.replace(good, text);
        good = "";
      } else if (line.startsWith("!")) {
        mistakes.add(new Mistake(yaml, line.substring(2)));
      }
    }
    return mistakes;
  }

  private static List<String> transcript() throws IOException {
    try (InputStream in = FabricFileErrorsTest.class.getResourceAsStream("bad-fabrics.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean escape = text.charAt(i) == '\\';
      char c = text.charAt(escape ? ++i : i);
      plain.append(
          !escape
              ? c
              : switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'a' -> '\u0007';
                default -> c;
              });
    }
    return plain.toString();
  }
}
