package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} and {@code replay}. */
final class RunVerbTest {

  private static final String WAN_THREE = "fabrics/wan-three.yaml";

  @TempDir private Path temp = Path.of("");

  @Test
  void aRunLeavesADirectoryAndSaysWhatCameOfIt() {
    Path place = temp.resolve("run");

    Invocation run = Invocation.of("run", WAN_THREE, "--duration", "300ms", "--out", place);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.field("fabric")).startsWith("wan-three, seed 1,");
    assertThat(run.field("invariants")).isEqualTo("all held");
    assertThat(run.field("history")).isEqualTo("linearizable");
    assertThat(run.field("digest")).matches("[0-9a-f]{16} over \\d+ events");
    assertThat(run.field("run directory")).isEqualTo(place.toString());
    assertThat(place)
        .isDirectoryContaining(file -> file.endsWith("scenario.yaml"))
        .isDirectoryContaining(file -> file.endsWith("history.edn"))
        .isDirectoryContaining(file -> file.endsWith("trace.pcapng"));
  }

  @Test
  void theCommandAtTheEndOfARunRepeatsIt() {
    Path place = temp.resolve("run");
    Invocation run =
        Invocation.of(
            "run",
            WAN_THREE,
            "--seed",
            9,
            "--faults",
            "random",
            "--duration",
            "1s",
            "--out",
            place);

    Invocation again = Invocation.of(run.command("run it again"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.field("digest")).isEqualTo(run.field("digest"));
    assertThat(again.field("replay")).startsWith("the same digest as recorded");
  }

  @Test
  void aReplayLeavesTheSameDirectoryWhereOneIsWanted() throws IOException {
    Path place = temp.resolve("run");
    Path copy = temp.resolve("copy");
    Invocation.of("run", WAN_THREE, "--faults", "random", "--duration", "200ms", "--out", place);

    Invocation again = Invocation.of("replay", place, "--out", copy);

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(files(copy)).isEqualTo(files(place)).isNotEmpty();
    for (String file : files(place)) {
      assertThat(copy.resolve(file)).hasSameBinaryContentAs(place.resolve(file));
    }
  }

  @Test
  void aReplayThatDiffersIsAViolation() throws IOException {
    Path place = temp.resolve("run");
    Invocation.of("run", WAN_THREE, "--duration", "200ms", "--out", place);
    Path scenario = place.resolve("scenario.yaml");
    Files.writeString(scenario, Files.readString(scenario).replace("seed: 1", "seed: 2"));

    Invocation again = Invocation.of("replay", place);

    assertThat(again.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(again.field("replay")).startsWith("DIFFERS");
  }

  @Test
  void withoutADirectoryTheCommandAtTheEndNamesEveryOptionThatMatters() {
    Invocation run =
        Invocation.of(
            "run",
            WAN_THREE,
            "--no-out",
            "--seed",
            4,
            "--faults",
            "random",
            "--duration",
            "250ms",
            "--workload",
            "kv:keys=2");

    assertThat(run.field("run it again"))
        .isEqualTo(
            "./quorate run fabrics/wan-three.yaml --seed 4 --faults random --workload kv:keys=2"
                + " --duration 250ms");
    assertThat(run.out()).doesNotContain("run directory");
  }

  @Test
  void anotherSeedIsAnotherRun() {
    Invocation one = Invocation.of("run", WAN_THREE, "--no-out", "--duration", "200ms");
    Invocation other =
        Invocation.of("run", WAN_THREE, "--no-out", "--duration", "200ms", "--seed", "2");

    assertThat(one.field("digest")).isNotEqualTo(other.field("digest"));
  }

  @Test
  void jsonIsOneObjectAndNothingElse() throws IOException {
    Path place = temp.resolve("run");

    Invocation run =
        Invocation.of("run", WAN_THREE, "--duration", "200ms", "--out", place, "--json");
    Invocation replay = Invocation.of("replay", place, "--json");

    assertThat(run.err()).isEmpty();
    assertThat(JsonValues.of(run.out()))
        .containsEntry("/outcome", "fine")
        .containsEntry("/history", "linearizable")
        .containsEntry("/seed", "1")
        .containsEntry("/directory", place.toString())
        .containsKeys("/digest", "/operations", "/slots", "/latency-ns/p99");
    assertThat(JsonValues.of(replay.out())).containsEntry("/replay", "same");
    assertThat(replay.err()).isEmpty();
  }

  @Test
  void aServiceHostThatMissesAPacketIsFoundOut() throws IOException {
    Path faults = temp.resolve("deaf.yaml");
    Files.writeString(
        faults, "faults:\n  - {at: 100ms, loss: {link: h1-S1, probability: 50%}, for: 100ms}\n");

    Invocation run =
        Invocation.of(
            "run",
            WAN_THREE,
            "--faults",
            faults,
            "--duration",
            "300ms",
            "--out",
            temp.resolve("x"));

    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.VIOLATION);
    assertThat(run.out()).contains("VIOLATION");
    assertThat(Invocation.of("replay", temp.resolve("x")).exitCode())
        .as("a replay shows the violation again")
        .isEqualTo(ExitCode.VIOLATION);
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
