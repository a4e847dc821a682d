package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        .containsEntry("/replay-command", "./quorate replay " + place)
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

  /** The command that the fault file names. */
  @Test
  void aClockThatRunsAwayMakesReadsStaleAndTheRunSaysWhichAndWhy() {
    Invocation run =
        Invocation.of(
            "run",
            "fabrics/wan-three-kv-leases.yaml",
            "--faults",
            "faults/clock-runs-away.yaml",
            "--workload",
            "kv:clients=1,reads=98,keys=1",
            "--seed",
            1,
            "--no-out");

    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.VIOLATION);
    assertThat(run.field("VIOLATION"))
        .startsWith("fresh reads, at ")
        .contains("node 1 answers a read from the state before slot")
        .contains("when it was asked, a client had been told of slot");
  }

  @Test
  void runsAtTheSameTimeDoNotStandInEachOthersWay() throws Exception {
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      runs.add(fresh("run", Invocation.ROOT.resolve(WAN_THREE), "--duration", "300ms"));
    }
    for (Process run : runs) {
      assertThat(run.waitFor()).isZero();
    }

    assertThat(files(temp.resolve("runs"))).containsExactly("wan-three-1", "wan-three-1-2");
    assertThat(files(temp.resolve("runs/wan-three-1-2")))
        .isEqualTo(files(temp.resolve("runs/wan-three-1")));
    assertThat(Invocation.of("replay", temp.resolve("runs/wan-three-1-2")).exitCode()).isZero();
  }

  @Test
  void faultsThatNeverHappenAreToldOfAndTheRunGoesOn() throws IOException {
    Path faults = temp.resolve("late.yaml");
    Files.writeString(faults, "faults:\n  - {at: 100ms, crash: S1}\n  - {at: 9s, crash: S2}\n");

    Invocation run =
        Invocation.of(
            "run", WAN_THREE, "--faults", faults, "--duration", "200ms", "--no-out", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("warning: " + faults + ": 1 of 2 faults never happen, the first at 9s");
  }

  @Test
  void aRunThatIsInterruptedLeavesNothing() throws Exception {
    Process run = fresh("run", Invocation.ROOT.resolve(WAN_THREE), "--duration", "1000s");
    try (BufferedReader err = run.errorReader()) {
      assertThat(err.readLine()).as("progress").contains("answered");
      assertThat(files(temp.resolve("runs"))).containsExactly(".wan-three-1.1.part");

      run.destroy();

      assertThat(run.waitFor()).as("128 and the number of SIGTERM").isEqualTo(143);
      assertThat(temp).isEmptyDirectory();
    }
  }

  @Test
  void aDraftThatWasLeftOverIsNobodysConcern() throws IOException {
    Path leftover = Files.createDirectory(temp.resolve(".run.1.part"));

    Invocation run =
        Invocation.of("run", WAN_THREE, "--duration", "50ms", "--out", temp.resolve("run"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(leftover).isEmptyDirectory();
    assertThat(files(temp)).containsExactly(".run.1.part", "run");
  }

  @Test
  void aRecordedDigestThatIsNoneIsBadInput() throws IOException {
    Path place = temp.resolve("run");
    Invocation.of("run", WAN_THREE, "--duration", "50ms", "--out", place);
    Path scenario = place.resolve("scenario.yaml");
    Files.writeString(
        scenario, Files.readString(scenario).replaceFirst("digest: .*", "digest: none"));
    Files.delete(place.resolve("faults.yaml"));

    Invocation trace = Invocation.of("trace", place);
    assertThat(trace.exitCode()).as("a timeline needs no faults: " + trace.err()).isZero();

    Files.writeString(place.resolve("faults.yaml"), "faults: []\n");
    Invocation replay = Invocation.of("replay", place);
    assertThat(replay.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replay.err()).contains("scenario.yaml:").contains("\"none\" is no digest");
  }

  /** A process of its own, in the test's directory. */
  private Process fresh(Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea:io.quorate...", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return new ProcessBuilder(command)
        .directory(temp.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
