package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.Scenario;
import io.quorate.fabric.tally.Comparison;
import io.quorate.fabric.tally.Counting;
import io.quorate.ovs.Live;
import io.quorate.ovs.topology.LinkMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One scenario without faults, in the simulator and on real Open vSwitch: the same entries in the
 * same tables count the same frames, and the same slots hold the same packets.
 */
@Live(openVSwitch = true)
final class AgreementTest {

  private static final Duration DURATION = Duration.ofSeconds(60);
  private static final int REQUESTS = 150;
  private static final String WORKLOAD =
      "kv:clients=1,askers=1,requests=" + REQUESTS + ",think=5ms,timeout=10s";

  /**
   * Time-outs so long that a busy machine reaches none: what is sent again because of time is no
   * matter of a flow entry.
   */
  private static final String PATIENT =
      "heartbeat: 10 ticks\n  election: 20000..30000 ticks\n  retransmit: 1000000 ticks";

  @TempDir private Path directory;

  @Test
  void whereNoHeartbeatIsSentEveryEntryCountsTheSame() throws IOException {
    Comparison found = compare("calm/wan-three.yaml");

    assertThat(found.differences()).isEmpty();
    assertThat(found.beatsEqual()).as("not one heartbeat in either").isTrue();
    assertThat(found.slots()).isEqualTo(REQUESTS);
    assertThat(found.entries(Counting.REQUESTS)).isGreaterThan(100);
    assertThat(found.entries(Counting.BOTH)).isEqualTo(25);
  }

  @Test
  void whereHeartbeatsAreSentEveryEntryThatCountsRequestsCountsTheSame() throws IOException {
    Comparison found = compare(patient("wan-three.yaml"));

    assertThat(found.differences()).isEmpty();
    assertThat(found.slots()).isEqualTo(REQUESTS);
    assertThat(found.entries(Counting.REQUESTS)).isGreaterThan(100);
  }

  @Test
  void soItIsWithAServiceInsideTheSwitches() throws IOException {
    Comparison found = compare(patient("wan-three-kv.yaml"));

    assertThat(found.differences()).isEmpty();
    assertThat(found.slots()).isEqualTo(REQUESTS);
  }

  private String patient(String shipped) throws IOException {
    String text = Files.readString(StandingFabric.SHIPPED.resolve(shipped));
    String patient =
        text.replace(
            "heartbeat: 10 ticks\n  election: 60..120 ticks\n  retransmit: 15 ticks", PATIENT);
    assertThat(patient).isNotEqualTo(text);
    return Files.writeString(directory.resolve(shipped), patient).toString();
  }

  private Comparison compare(String fabric) throws IOException {
    try (StandingFabric standing = new StandingFabric(fabric, LinkMode.EMULATED)) {
      LiveResult live = standing.run(DURATION, FaultSchedule.NONE, WORKLOAD);
      assertThat(live.outcome()).isEqualTo(LiveResult.Outcome.FINE);
      Path simulated = directory.resolve("simulated");
      Scenario scenario =
          new Scenario(
              standing.live.fabric(),
              Workload.parse(WORKLOAD),
              FaultSchedule.NONE,
              standing.lastSeed(),
              DURATION.toNanos());
      try (RunDirectory run = RunDirectory.create(simulated, scenario)) {
        run.finish(
            Run.execute(scenario, run.outputs(), status -> {}, Budget.of(Duration.ofSeconds(60))));
      }
      return Comparison.of(simulated, standing.lastRun());
    }
  }
}
