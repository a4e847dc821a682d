package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says about itself. */
final class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "run", "replay", "check", "trace", "flows", "compare", "soak", "attach"})
  void everyVerbHasHelpWithExamplesAndExitCodes(String verb) {
    Invocation help = Invocation.of(verb, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: quorate " + verb, "Examples:", "./quorate " + verb, "Exit codes:")
        .contains("usage or bad input", "a violation was found", "the checker's budget was spent");
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "run", "replay", "check", "trace", "flows", "compare", "soak", "attach"})
  void everyVerbIsListedAndDocumented(String verb) throws IOException {
    assertThat(Invocation.of("--help").out()).containsPattern("(?m)^  " + verb + " +[A-Z]");
    assertThat(Files.readString(Invocation.ROOT.resolve("docs/commands.md")))
        .contains("## `" + verb);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "run", "replay", "check", "trace", "flows", "compare", "soak", "attach"})
  void everyOptionIsDocumented(String verb) throws IOException {
    String page = Files.readString(Invocation.ROOT.resolve("docs/commands.md"));

    Invocation.of(verb, "--help")
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("--"))
        .map(line -> line.replaceFirst("[ =].*", ""))
        .forEach(option -> assertThat(page).contains("`" + option));
  }

  @Test
  void helpIsAWordToo() {
    assertThat(Invocation.of("help")).isEqualTo(Invocation.of("--help"));
    assertThat(Invocation.of("help", "run")).isEqualTo(Invocation.of("run", "--help"));
  }

  @Test
  void theVersionIsOneLine() {
    Invocation version = Invocation.of("--version");

    assertThat(version.exitCode()).isZero();
    assertThat(version.out().lines()).hasSize(1);
    assertThat(version.out()).startsWith("quorate ");
  }
}
