package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The capture that a run leaves, opened by a real tshark with our dissector. */
class RunCaptureTest {

  private static final String FAULTS =
      """
      faults:
        - {at: 40ms, crash: S1, for: 150ms}
        - {at: 10ms, loss: {link: S2-S3, probability: 20%}, for: 30ms}
      """;

  @TempDir private Path directory;

  private RunResult record(String name, String faults) {
    Fabric fabric = TestFabrics.shipped(name);
    TextFile file = TextFile.of("f.yaml", faults.getBytes(StandardCharsets.UTF_8));
    Scenario scenario =
        new Scenario(
            fabric,
            Workload.parse("kv:clients=1,keys=2,think=4ms"),
            FaultFile.parse(file, fabric),
            5,
            200_000_000);
    try (RunDirectory draft = RunDirectory.create(directory.resolve("run"), scenario)) {
      RunResult result =
          Run.execute(scenario, draft.outputs(), Progress.NONE, Budget.unlimitedTime());
      draft.finish(result);
      return result;
    }
  }

  private List<String> tshark(String filter, String... fields) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-X", "lua_script:" + Tshark.DISSECTOR));
    arguments.addAll(List.of("-Y", filter, "-Tfields"));
    for (String field : fields) {
      arguments.add("-e" + field);
    }
    return Tshark.lines(directory.resolve("run/trace.pcapng"), arguments.toArray(String[]::new));
  }

  @Test
  void ballotsAndSlotsAreNamed() throws Exception {
    RunResult run = record("wan-three", FAULTS);

    List<String> accepts = tshark("quorate.type == 0x7a01", "quorate.ballot", "quorate.slot");
    assertThat(accepts).contains("0.1\t0");
    TreeSet<Long> slots = new TreeSet<>();
    TreeSet<String> ballots = new TreeSet<>();
    for (String line : accepts) {
      List<String> parts = List.of(line.split("\t", -1));
      ballots.add(parts.get(0));
      slots.add(Long.parseLong(parts.get(1)));
    }
    assertThat(ballots).as("an election was won").hasSizeGreaterThan(1);
    assertThat(slots).hasSize((int) run.count(Figure.SLOTS));
    assertThat(slots.last()).isEqualTo(run.count(Figure.SLOTS) - 1);
  }

  @Test
  void noFrameThatWeSendIsDamagedAndNoChecksumWrong() throws Exception {
    record("wan-three", "faults: []\n");

    assertThat(tshark("quorate && quorate.crc.good == 1", "frame.number")).hasSizeGreaterThan(500);
    assertThat(tshark("quorate.crc.good == 0 || quorate.malformed", "frame.number")).isEmpty();
    assertThat(tshark("_ws.malformed", "frame.number")).isEmpty();
    assertThat(tshark("udp.port == 7000 && quorate.type == 0x7a01", "udp.dstport"))
        .isNotEmpty()
        .containsOnly("7000");
  }

  @Test
  void everyPortIsAnInterfaceAndFaultsAreTold() throws Exception {
    record("wan-three", FAULTS);

    assertThat(tshark("frame", "frame.interface_name"))
        .contains("WAN0:1", "S1:2", "S3:5", "c1:1", "h9:1", "faults");
    assertThat(tshark("frame.interface_name == \"faults\"", "syslog.msg"))
        .contains("begins: crash S1", "ends: crash S1", "begins: loss S2-S3 20%");
    assertThat(tshark("frame.comment contains \"lost\"", "frame.comment"))
        .contains("lost: injected loss");
  }

  @Test
  void theStateMachinesAnswersAreNamedToo() throws Exception {
    RunResult run = record("wan-three-kv", "faults: []\n");

    TreeSet<String> answers =
        new TreeSet<>(
            tshark(
                "quorate.type == 0x7a41 && frame.interface_name contains \"c\"",
                "quorate.session",
                "quorate.sequence"));
    assertThat(answers).hasSize((int) run.count(Figure.ANSWERED));
  }
}
