package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code soak}. */
final class SoakVerbTest {

  @TempDir private Path temp = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv", "leaf-spine-five"})
  void someSeedsOfEachShippedFabricFindNothing(String fabric) {
    Invocation soak =
        Invocation.of("soak", "fabrics/" + fabric + ".yaml", "--seeds", "0..5", "--jobs", 2);

    assertThat(soak.exitCode()).as(soak.out() + soak.err()).isZero();
    assertThat(soak.field("seeds")).startsWith("6 of 0..5");
    assertThat(soak.field("verdicts")).isEqualTo("6 fine, 0 violations, 0 unknown");
  }

  @Test
  void aViolationEndsItAndItsCommandShowsItAgain() throws IOException {
    Path faults = temp.resolve("deaf.yaml");
    Files.writeString(
        faults, "faults:\n  - {at: 100ms, loss: {link: h1-S1, probability: 50%}, for: 100ms}\n");

    Invocation soak =
        Invocation.of("soak", "--seeds", "3..100", "--faults", faults, "--duration", "300ms");

    assertThat(soak.exitCode()).as(soak.out()).isEqualTo(ExitCode.VIOLATION);
    assertThat(soak.field("seeds")).startsWith("1 of 3..100");
    assertThat(soak.field("VIOLATION")).isEqualTo("seed 3");
    assertThat(soak.field("run it again"))
        .isEqualTo(
            "./quorate run fabrics/wan-three.yaml --seed 3 --faults "
                + faults
                + " --duration 300ms");

    Invocation again = Invocation.of(soak.command("run it again", "--no-out"));

    assertThat(again.exitCode()).isEqualTo(ExitCode.VIOLATION);
    String problem =
        soak.out()
            .lines()
            .dropWhile(line -> !line.startsWith("VIOLATION"))
            .skip(1)
            .findFirst()
            .orElseThrow();
    assertThat(problem).contains(": ");
    assertThat(again.out()).contains(problem.substring(problem.indexOf(": ") + 2));
  }

  @Test
  void severalFabricsAreSoakedOneAfterTheOtherInTheTimeThereIs() {
    Invocation soak =
        Invocation.of(
            "soak",
            "fabrics/wan-three-kv.yaml",
            "fabrics/wan-three.yaml",
            "--seeds",
            "0..1000000",
            "--for",
            "2s",
            "--jobs",
            1);

    assertThat(soak.exitCode()).as(soak.out() + soak.err()).isZero();
    assertThat(soak.out().lines().filter(line -> line.startsWith("fabric ")))
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly("fabric fabrics/wan-three-kv.yaml", "fabric fabrics/wan-three.yaml");
    assertThat(soak.out().lines().filter(line -> line.startsWith("verdicts"))).hasSize(2);
  }

  @Test
  void aBudgetThatIsSpentIsUnknownAndNamesTheSeeds() {
    Invocation soak = Invocation.of("soak", "--seeds", "0..1", "--budget", "0s");

    assertThat(soak.exitCode()).as(soak.out()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(soak.field("verdicts")).isEqualTo("0 fine, 0 violations, 2 unknown");
    assertThat(soak.field("unknown")).startsWith("seed 0: ./quorate run ");
  }

  @Test
  void aSeedOfACampaignIsTheRunThatItsCommandMakes() {
    Invocation soak = Invocation.of("soak", "--seeds", 5, "--budget", "0s", "--jobs", 1);

    Invocation run = Invocation.of(soak.command("unknown", "--no-out"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(run.field("elections")).doesNotEndWith(" 0 faults");
    String events = run.field("digest").replaceFirst(".* over (\\d+) events", "$1 events");
    assertThat(soak.field("simulator")).startsWith(events + ",");
  }

  @Test
  void asWrittenNothingButTheFaultsIsDrawn() {
    Invocation soak =
        Invocation.of(
            "soak", "--seeds", 5, "--as-written", "--duration", "500ms", "--budget", "0s");

    assertThat(soak.field("unknown")).doesNotContain("--knobs").contains("--duration 500ms");

    Invocation run = Invocation.of(soak.command("unknown", "--no-out"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(run.field("digest")).isNotEmpty();
  }

  @Test
  void seedsBelowZeroAreSeedsToo() {
    Invocation soak = Invocation.of("soak", "--seeds", "-1..1", "--duration", "100ms");

    assertThat(soak.exitCode()).as(soak.out() + soak.err()).isZero();
    assertThat(soak.field("seeds")).startsWith("3 of -1..1");
  }

  @Test
  void anInterruptedCampaignPrintsItsReport() throws Exception {
    Process soak =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea:io.quorate...",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dquorate.terminal=true",
                Main.class.getName(),
                "soak",
                Invocation.ROOT.resolve("fabrics/wan-three.yaml").toString(),
                "--seeds",
                "0..1000000",
                "--duration",
                "10ms")
            .directory(temp.toFile())
            .start();
    assertThat(soak.errorReader().read()).as("progress").isNotNegative();

    // Of the process itself, which leaves its output open.
    soak.toHandle().destroy();

    assertThat(soak.inputReader().lines()).anyMatch(line -> line.contains(" of 0..1000000 in "));
    assertThat(soak.waitFor()).as("128 and the number of SIGTERM").isEqualTo(143);
  }

  @Test
  void jsonIsOneObjectAndNothingElse() throws IOException {
    Invocation soak =
        Invocation.of("soak", "--seeds", "7", "--duration", "200ms", "--faults", "none", "--json");

    assertThat(soak.err()).isEmpty();
    assertThat(JsonValues.of(soak.out()))
        .containsEntry("/outcome", "fine")
        .containsEntry("/done", "1")
        .containsEntry("/verdicts/fine", "1")
        .containsEntry("/situations/election", "0")
        .containsKeys("/totals/operations", "/slowest-ns");
  }
}
