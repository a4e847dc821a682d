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

  @Test
  void javaOptionsThatAreNoneAreBadInput() throws IOException, InterruptedException {
    Invocation call =
        Invocation.of(
            temp, List.of("env", "QUORATE_JAVA_OPTIONS=-Xmx1x", LAUNCHER.toString(), "--version"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err().lines()).hasSize(1);
    assertThat(call.err()).startsWith("quorate: java does not take QUORATE_JAVA_OPTIONS='-Xmx1x'");
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
