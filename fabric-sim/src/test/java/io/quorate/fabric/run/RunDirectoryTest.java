package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.verdict.Budget;
import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory that a run leaves: whole, and enough to run it again; or not there at all. */
class RunDirectoryTest {

  private static final List<String> FILES =
      List.of(
          "fabric.yaml",
          "faults.yaml",
          "flows.txt",
          "history.edn",
          "history.jsonl",
          "scenario.yaml",
          "slots.txt",
          "summary.json",
          "summary.txt",
          "timeline.jsonl",
          "trace.pcapng");

  @TempDir private Path directory;

  private final Scenario scenario =
      scenario("wan-three")
          .seed(-3)
          .lasting("0.15s")
          .at("50.001ms", "loss: {link: S1-S2, probability: 12.5%}", "for: 30ms")
          .at("60ms", "flow-wipe: S2")
          .scenario();

  private static RunResult run(Scenario scenario, Outputs outputs) {
    return Run.execute(scenario, outputs, Progress.NONE, Budget.unlimitedTime());
  }

  private static RunResult record(Scenario scenario, Path place) {
    try (RunDirectory draft = RunDirectory.create(place, scenario)) {
      RunResult result = run(scenario, draft.outputs());
      draft.finish(result);
      return result;
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertOneLine(ThrowingCallable attempt, String... parts) {
    assertThatThrownBy(attempt)
        .isInstanceOf(BadFile.class)
        .message()
        .doesNotContain("\n")
        .contains(parts);
  }

  // ---------------------------------------------------------------- written and read

  @Test
  void aRunIsReadBackAndRunAgainToTheSameDigest() throws IOException {
    Path place = directory.resolve("my run");

    RunResult result = record(scenario, place);

    assertThat(names(place)).isEqualTo(FILES);
    assertThat(names(directory)).containsExactly("my run");
    RunDirectory.Recorded recorded = RunDirectory.read(place);
    assertThat(recorded.scenario()).isEqualTo(scenario);
    assertThat(recorded.digest()).isEqualTo(result.digestText());
    assertThat(run(recorded.scenario(), Outputs.NONE).digest()).isEqualTo(result.digest());
  }

  @Test
  void theHistoryAndTheSummaryAreWhatTheRunWas() throws IOException {
    Path place = directory.resolve("run");

    RunResult result = record(scenario, place);

    for (String name : List.of("history.edn", "history.jsonl")) {
      History read = HistoryReader.read(place.resolve(name));
      assertThat(read.calls()).as(name).isEqualTo(result.history().calls());
      assertThat(read.annotations()).as("faults in %s", name).hasSize(3);
    }
    assertThat(Files.readString(place.resolve("summary.txt")))
        .isEqualTo(Summary.text(scenario, result))
        .contains(result.digestText(), "linearizable", "all held");
    assertThat(Files.readString(place.resolve("summary.json")))
        .contains("\"digest\" : \"" + result.digestText() + "\"");
  }

  @Test
  void directoriesAboveAreMade() {
    record(scenario, directory.resolve("a/b/c"));

    assertThat(directory.resolve("a/b/c/scenario.yaml")).exists();
  }

  // ---------------------------------------------------------------- refused

  @Test
  void whatExistsIsNotTouched() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Path dangling = directory.resolve("dangling");
    Files.createSymbolicLink(dangling, directory.resolve("nowhere"));

    for (Path place : List.of(file, empty, dangling)) {
      assertOneLine(() -> RunDirectory.create(place, scenario), place.toString(), "already exists");
    }
    assertThat(file).hasContent("mine");
    assertThat(empty).isEmptyDirectory();
    assertThat(names(directory)).containsExactly("dangling", "empty", "file");
  }

  @Test
  void aPlaceUnderAFileIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    assertOneLine(
        () -> RunDirectory.create(file.resolve("run"), scenario),
        file.resolve("run") + ": cannot be written");
    assertThat(names(directory)).containsExactly("file");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/run", "/proc/self/deep/run"})
  void aPlaceThatCannotBeWrittenIsRefused(String place) {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here");

    assertOneLine(
        () -> RunDirectory.create(Path.of(place), scenario), place + ": cannot be written");
  }

  @Test
  void twoRunsToOnePlaceDoNotDisturbEachOther() throws IOException {
    Path place = directory.resolve("run");
    try (RunDirectory one = RunDirectory.create(place, scenario);
        RunDirectory other = RunDirectory.create(place, scenario)) {
      one.finish(run(scenario, one.outputs()));
      RunResult late = run(scenario, other.outputs());
      assertOneLine(() -> other.finish(late), "run: already exists");
    }

    assertThat(names(directory)).containsExactly("run");
    assertThat(names(place)).isEqualTo(FILES);
  }

  // ---------------------------------------------------------------- abandoned

  @Test
  void aRunThatIsNotFinishedLeavesNothing() throws IOException {
    try (RunDirectory draft = RunDirectory.create(directory.resolve("a/b"), scenario)) {
      run(scenario, draft.outputs());
      assertThat(directory.resolve("a/b")).doesNotExist();
    }

    assertThat(names(directory)).isEmpty();
  }

  @Test
  void aPlaceThatIsTakenMeanwhileIsKept() throws IOException {
    Path place = directory.resolve("run");
    try (RunDirectory draft = RunDirectory.create(place, scenario)) {
      RunResult result = run(scenario, draft.outputs());
      Files.createDirectory(place);
      Files.writeString(place.resolve("theirs"), "first");

      assertOneLine(() -> draft.finish(result), "run: already exists");
    }

    assertThat(names(directory)).containsExactly("run");
    assertThat(names(place)).containsExactly("theirs");
  }

  // ---------------------------------------------------------------- damaged

  @Test
  void whatIsNoRunsDirectoryIsNotRead() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertOneLine(() -> RunDirectory.read(directory.resolve("none")), "is no directory");
    assertOneLine(() -> RunDirectory.read(file), "is no directory");
    assertOneLine(() -> RunDirectory.read(directory), "is not a run's directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: 1 | seed: one | no seed",
        "seed: 1 | sed: 1 | unknown key",
        "duration: 150ms | duration: 0s | scenario.yaml:3:11: \"0s\" is out of range",
        "duration: 150ms | duration: 86401s | out of range",
        "kv:clients=2 | kv:clients=0 | clients out of range",
        "kv:clients=2 | tcp:clients=2 | unknown kind"
      })
  void aDamagedScenarioIsToldInOneLine(String damage) throws IOException {
    List<String> parts = List.of(damage.split(" \\| ", -1));
    Path place = directory.resolve("run");
    record(scenario("wan-three").lasting("0.15s").scenario(), place);
    Path file = place.resolve("scenario.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(parts.get(0));
    Files.writeString(file, text.replace(parts.get(0), parts.get(1)), StandardCharsets.UTF_8);

    assertOneLine(() -> RunDirectory.read(place), parts.get(2));
  }
}
