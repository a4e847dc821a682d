package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a durable group whose disks fill up, are slow, or are torn away while writing.
 */
final class DiskStoriesTest {

  private static final String DURABLE = "wan-three-kv";
  private static final long MS = 1_000_000;

  @Test
  void whatWasAnsweredOutlivesPowerCutsSlowAndFullDisks() {
    Path shipped = TestFabrics.root().resolve("faults/power-cut.yaml");
    FaultSchedule faults = FaultFile.read(shipped, TestFabrics.shipped(DURABLE));

    RunResult run = scenario(DURABLE).following(faults).lasting("6s").isFine();

    assertThat(run.count(Figure.FAULTS)).isEqualTo(faults.faults().size());
    assertThat(run.count(Figure.ELECTIONS)).isGreaterThan(2);
    assertThat(run.count(Figure.CHECKPOINTS)).isPositive();
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  /** The file that live runs use. */
  @Test
  void everythingThatCanBeBrokenForRealIsBrokenHereAsWell() {
    Path shipped = TestFabrics.root().resolve("faults/everything-live.yaml");
    FaultSchedule faults = FaultFile.read(shipped, TestFabrics.shipped(DURABLE));

    RunResult run =
        scenario(DURABLE).asking("clients=1,think=20ms").following(faults).lasting("24s").isFine();

    assertThat(run.count(Figure.FAULTS)).isEqualTo(faults.faults().size());
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  @Test
  void manyRecordsShareASync() {
    RunResult run = scenario(DURABLE).at("10ms", "slow-disk: {on: S1, times: 20}").isFine();

    assertThat(run.count(Figure.RECORDS_STORED)).isGreaterThan(run.count(Figure.SYNCS) * 3 / 2);
    assertThat(run.count(Figure.SYNCS)).isGreaterThan(100);
  }

  @Test
  void aSlowLeaderMakesAnswersSlowAndNothingWorse() {
    long usual = scenario(DURABLE).isFine().latency().p50Ns();

    RunResult run = scenario(DURABLE).at("0s", "slow-disk: {on: S1, times: 100}").isFine();

    assertThat(run.latency().p50Ns()).isGreaterThan(usual + 5 * MS);
  }

  @Test
  void aLeaderWhoseDiskIsFullFallsSilentAndAnotherLeads() {
    RunResult run = scenario(DURABLE).at("200ms", "disk-full: S1", "for: 500ms").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  @Test
  void aFollowerWhoseDiskIsFullIsNotMissedAndCatchesUpWhenThereIsRoomAgain() {
    RunResult run = scenario(DURABLE).at("200ms", "disk-full: S3", "for: 500ms").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.latency().maxNs()).isLessThan(10 * MS);
  }

  /**
   * Two of three have no room: the leader cannot get a majority, and is not deposed for nothing.
   */
  @Test
  void withoutRoomAtAMajorityNothingIsChosenUntilThereIsRoom() {
    RunResult run =
        scenario(DURABLE)
            .at("200ms", "disk-full: S2", "for: 300ms")
            .at("200ms", "disk-full: S3", "for: 400ms")
            .isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(250 * MS);
  }

  @Test
  void theLeaderCrashesWhileItsLastVoteIsOnItsWayToTheDisk() {
    long torn = 0;
    for (long seed = 1; seed <= 10; seed++) {
      RunResult run =
          scenario(DURABLE)
              .seed(seed)
              .at("190ms", "slow-disk: {on: S1, times: 20}", "for: 20ms")
              .at("200ms", "crash: S1", "for: 150ms")
              .isFine();
      torn += run.count(Figure.TORN_BYTES);
      assertThat(run.count(Figure.ELECTIONS)).isPositive();
    }

    assertThat(torn).isPositive();
  }

  @Test
  void aLogWhoseEndIsTornIsGoneOnWith() {
    long torn = 0;
    for (long seed = 1; seed <= 10; seed++) {
      RunResult run =
          scenario(DURABLE)
              .seed(seed)
              .at("190ms", "slow-disk: {on: S1, times: 20}", "for: 20ms")
              .at("200ms", "log-torn: S1")
              .isFine();
      torn += run.count(Figure.TORN_BYTES);
    }

    assertThat(torn).isPositive();
  }

  @Test
  void aMemberWhoseLogHasLostWhatWasSyncedTakesNoPartUntilItIsPutBack() {
    RunResult run = scenario(DURABLE).at("200ms", "log-lost: S1", "for: 400ms").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  /** If one of them spoke as if nothing had happened, something would be chosen. */
  @Test
  void withoutTheLogsOfAMajorityNothingIsChosenUntilOneIsBack() {
    RunResult run =
        scenario(DURABLE)
            .at("200ms", "log-lost: S2", "for: 300ms")
            .at("200ms", "log-lost: S3", "for: 400ms")
            .isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(250 * MS);
  }

  @Test
  void aLogIsLostWhileItsSwitchIsDownOrStandsStill() {
    scenario(DURABLE)
        .at("200ms", "crash: S1", "for: 200ms")
        .at("300ms", "log-lost: S1", "for: 200ms")
        .at("300ms", "reboot: S1")
        .at("450ms", "crash: S1", "for: 100ms")
        .at("600ms", "pause: S2", "for: 100ms")
        .at("650ms", "log-lost: S2", "for: 100ms")
        .isFine();
  }

  @Test
  void everyMembersProgramIsStartedAnewAtOnceAndAllIsThere() {
    RunResult run =
        scenario(DURABLE)
            .at("300ms", "reboot: S1")
            .at("300ms", "reboot: S2")
            .at("300ms", "reboot: S3")
            .isFine();

    assertThat(run.count(Figure.REBOOTS)).as("none without memory").isZero();
    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  /**
   * What each switch had ordered, its service hosts get, though all switches were without power.
   */
  @Test
  void noServiceHostMissesAPacketWhenAllSwitchesLosePower() {
    Story story = scenario("wan-three").lasting("1.5s");
    for (String member : TestFabrics.shipped("wan-three").group().members()) {
      story.at("300ms", "crash: " + member, "for: 100ms");
      story.at("700ms", "crash: " + member, "for: 200ms");
    }

    RunResult run = story.isFine();

    assertThat(run.count(Figure.HOSTS_GIVEN_UP)).isZero();
    assertThat(run.count(Figure.HOST_PACKETS)).isPositive();
  }

  @Test
  void nothingIsAnsweredWhileAllDisksAreFullAndEverythingAfterwards() {
    Story story = scenario(DURABLE);
    for (String member : TestFabrics.shipped(DURABLE).group().members()) {
      story.at("200ms", "disk-full: " + member, "for: 400ms");
    }

    RunResult run = story.isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(400 * MS);
  }

  @Test
  void powerFailsForTheWholeGroupOverAndOverAndNothingThatWasAnsweredIsLost() {
    long torn = 0;
    long checkpoints = 0;
    for (long seed = 1; seed <= 5; seed++) {
      Story story = scenario(DURABLE).seed(seed).lasting("2s");
      for (int times = 1; times <= 4; times++) {
        for (String member : TestFabrics.shipped(DURABLE).group().members()) {
          story.at(times * 400 + "ms", "crash: " + member, "for: 30ms");
        }
      }
      RunResult run = story.isFine();
      torn += run.count(Figure.TORN_BYTES);
      checkpoints += run.count(Figure.CHECKPOINTS);
    }

    assertThat(torn).isPositive();
    assertThat(checkpoints).isPositive();
  }
}
