package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher and the jar that was just packaged. */
final class LauncherIT {

  private static final Path LAUNCHER = Invocation.ROOT.resolve("quorate");

  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void bash() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the launcher needs bash");
  }

  private Invocation launch(String... args) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(args)).toList();
    return Invocation.of(temp, command);
  }

  @Test
  void itSaysNothingOfItsOwn() throws IOException, InterruptedException {
    Invocation version = launch("--version");

    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).matches("quorate \\d\\S*\\n");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void itFindsTheShippedFabricsFromEverywhere() throws IOException, InterruptedException {
    Invocation flows = launch("flows", "fabrics/wan-three.yaml", "--switch", "S1");

    assertThat(flows.exitCode()).as(flows.err()).isZero();
    assertThat(flows.out()).startsWith("# S1: Paxos node 1, leads").contains("run_code:1");
    assertThat(flows.err()).isEmpty();
  }

  @Test
  void exitCodesAndCommandsToPasteComeThrough() throws IOException, InterruptedException {
    Invocation missing = launch("flows", "none.yaml");
    assertThat(missing.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(missing.err().lines())
        .containsExactly("quorate: none.yaml: no such file; check the path");

    Invocation run = launch("run", "fabrics/wan-three.yaml", "--duration", "200ms");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.field("run directory")).isEqualTo("runs/wan-three-1");
    assertThat(run.field("run it again")).isEqualTo(LAUNCHER + " replay runs/wan-three-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Xmx1x               | Invalid maximum heap size: -Xmx1x
          -Xmx1k               | Too small maximum heap
          -XX:+UseZGC          | Multiple garbage collectors selected
          -Xms64m -Xmx32m      | Initial heap size set to a larger value than the maximum heap size
          --bogus              | Unrecognized option: --bogus
          -version             | with them it does not run the program
          --dry-run            | with them it does not run the program
          """)
  void javaOptionsWithWhichTheProgramDoesNotRunAreBadInput(String options, String reason)
      throws IOException, InterruptedException {
    Invocation call =
        Invocation.of(
            temp,
            List.of("env", "QUORATE_JAVA_OPTIONS=" + options, LAUNCHER.toString(), "--version"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .startsWith(
            "quorate: java does not take QUORATE_JAVA_OPTIONS='" + options + "': " + reason);
    assertThat(call.err().lines()).hasSize(1);
  }

  @Test
  void aHeapTooSmallForAnythingIsNoViolation() throws IOException, InterruptedException {
    Invocation call =
        Invocation.of(
            temp, List.of("env", "QUORATE_JAVA_OPTIONS=-Xmx2m", LAUNCHER.toString(), "--version"));

    assertThat(call.exitCode()).isNotEqualTo(ExitCode.VIOLATION);
    assertThat(call.out() + call.err()).startsWith("quorate");
  }

  @Test
  void memoryThatIsSpentIsToldInOneLine() throws IOException, InterruptedException {
    Invocation call =
        Invocation.of(
            temp,
            List.of(
                "env",
                "QUORATE_JAVA_OPTIONS=-Xmx8m",
                LAUNCHER.toString(),
                "run",
                "fabrics/wan-three.yaml",
                "--no-out",
                "--json",
                "--workload",
                "kv:clients=1000,think=0",
                "--duration",
                "100s"));

    assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(call.err().lines()).as(call.err()).hasSize(1);
    assertThat(call.err()).startsWith("quorate: out of memory").contains("QUORATE_JAVA_OPTIONS");
  }

  @Test
  void aCacheOfClassesThatIsMissingIsNotMentioned() throws IOException, InterruptedException {
    Path jar = Invocation.ROOT.resolve("cli/target/quorate.jar");

    Invocation version =
        Invocation.of(
            temp,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCache=" + temp.resolve("none.aot"),
                "-Xlog:aot=off",
                "-Xlog:cds=off",
                "-jar",
                jar.toString(),
                "--version"));

    assertThat(version.exitCode()).isZero();
    assertThat(version.out().lines()).hasSize(1);
    assertThat(version.err()).isEmpty();
  }
}
