package io.quorate.fabric.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.CountedFlow;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs beside each other. */
final class ComparisonTest {

  private static final int REQUESTS = 40;

  @TempDir private Path temp;

  /** Runs a fabric with one client that asks so many times, then is silent. */
  private Path run(String name, Fabric fabric, long seed, String more) {
    Path place = temp.resolve(name);
    Scenario scenario =
        new Scenario(
            fabric,
            Workload.parse("kv:clients=1,askers=1,requests=" + REQUESTS + more),
            FaultSchedule.NONE,
            seed,
            1_000_000_000);
    try (RunDirectory directory = RunDirectory.create(place, scenario)) {
      RunResult result =
          Run.execute(
              scenario, directory.outputs(), status -> {}, Budget.of(Duration.ofMinutes(1)));
      assertThat(result.outcome()).isEqualTo(RunResult.Outcome.FINE);
      directory.finish(result);
    }
    return place;
  }

  private static void replaceIn(Path run, String file, String old, String other)
      throws IOException {
    String text = Files.readString(run.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(run.resolve(file), text.replace(old, other));
  }

  @Test
  void requestsAreCountedTheSameHoweverMuchTimeTheyTake() {
    Fabric fabric = TestFabrics.shipped("wan-three");
    Comparison found =
        Comparison.of(run("one", fabric, 1, ""), run("slow", fabric, 1, ",think=9ms"));

    assertThat(found.differences()).isEmpty();
    assertThat(found.slots()).isEqualTo(REQUESTS);
    assertThat(found.entries(Counting.REQUESTS)).isGreaterThan(100);
    assertThat(found.beatsEqual()).as("more time, more heartbeats").isFalse();
  }

  @Test
  void withoutHeartbeatsEveryEntryIsCompared() {
    Fabric fabric = TestFabrics.shipped("calm/wan-three");
    Comparison found =
        Comparison.of(run("one", fabric, 1, ",think=5ms"), run("slow", fabric, 1, ",think=9ms"));

    assertThat(found.differences()).isEmpty();
    assertThat(found.beatsEqual()).isTrue();
    assertThat(found.entries(Counting.BOTH)).isEqualTo(25);
  }

  @Test
  void aFrameMoreAnotherActionAndAnotherPacketAreFound() throws IOException {
    Fabric fabric = TestFabrics.shipped("wan-three");
    Path one = run("one", fabric, 1, "");
    Path other = run("other", fabric, 1, "");
    CountedFlow votes =
        FlowsFile.read(other).stream()
            .filter(each -> each.switchName().equals("S2"))
            .flatMap(each -> each.flows().stream())
            .filter(each -> each.toString().endsWith("actions=run_code:2"))
            .findFirst()
            .orElseThrow();
    assertThat(votes.packets()).isEqualTo(REQUESTS);
    replaceIn(
        other,
        FlowsFile.NAME,
        votes.toString(),
        new CountedFlow(votes.flow(), REQUESTS + 1, votes.bytes()).toString());
    replaceIn(other, FlowsFile.NAME, "actions=run_code:1\n", "actions=drop\n");
    replaceIn(other, SlotsFile.NAME, "c1.0 7 ", "c1.0 8 ");

    List<String> differences = Comparison.of(one, other).differences();

    assertThat(differences).anyMatch(each -> each.endsWith("run_code:2: 40 packets and 41"));
    assertThat(differences).anyMatch(each -> each.contains("actions=run_code:1: is "));
    assertThat(differences).anyMatch(each -> each.startsWith("group 1: slot +6 holds "));
  }

  @Test
  void clientsThatTheWorkloadLeavesOutAskNothing() throws IOException {
    Path one = run("one", TestFabrics.shipped("wan-three"), 3, "");

    assertThat(Files.readAllLines(one.resolve(SlotsFile.NAME)))
        .hasSize(REQUESTS)
        .allMatch(line -> line.contains(" 10.0.0.1:40000 to 7000 c1.0 "));
  }

  @Test
  void runsOfOtherFabricsAndOtherDirectoriesAreRefused() {
    Path one = run("one", TestFabrics.shipped("wan-three"), 1, "");
    Path other = run("other", TestFabrics.shipped("wan-three-volatile"), 1, "");

    assertThatThrownBy(() -> Comparison.of(one, other))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("of another fabric");
    assertThatThrownBy(() -> Comparison.of(one, temp))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("cannot be read");
  }
}
