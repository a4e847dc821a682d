package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that take no slot, while all is well, while leaders change, and while clocks go wrong. */
class ReadStoriesTest {

  private static final String LEASES = "wan-three-kv-leases";

  /**
   * Who writes to a leader that is cut off waits, and its slot holds up reads; so most only read.
   */
  private static final String READERS = "clients=1,reads=98,keys=1";

  private static long operations(RunResult run) {
    return run.count(Figure.OPERATIONS);
  }

  @Test
  void withAnIndexReadsTakeNoSlotAndShareRounds() {
    RunResult run = scenario("leaf-spine-five-kv").asking("clients=4,reads=80,think=0ms").isFine();

    assertThat(run.count(Figure.READS)).isGreaterThan(operations(run) / 2);
    assertThat(run.count(Figure.READS) + run.count(Figure.SLOTS)).isEqualTo(operations(run));
    assertThat(run.count(Figure.READS_BY_LEASE)).isZero();
    assertThat(run.count(Figure.READ_ROUNDS))
        .isPositive()
        .isLessThan(run.count(Figure.READS) * 3 / 4);
  }

  @Test
  void withLeasesMostReadsAskNobody() {
    RunResult run = scenario(LEASES).asking("reads=80").isFine();

    assertThat(run.count(Figure.READS)).isGreaterThan(operations(run) / 2);
    assertThat(run.count(Figure.READS_BY_LEASE)).isGreaterThan(run.count(Figure.READS) * 9 / 10);
  }

  @Test
  void aLeaseIsWorthARoundTripToTheReader() {
    String load = "clients=1,reads=100,keys=2";
    RunResult leased = scenario(LEASES).asking(load).isFine();
    RunResult asked = scenario(TestFabrics.parse(indexed().split("\n", -1))).asking(load).isFine();

    assertThat(leased.latency().p50Ns()).isLessThan(asked.latency().p50Ns());
  }

  /** The fabric with leases, without them. */
  private static String indexed() {
    return io.quorate.fabric.file.TextFile.read(
            TestFabrics.root().resolve("fabrics/" + LEASES + ".yaml"))
        .text()
        .replace("reads: lease", "reads: index")
        .replaceAll(" *(lease: 40 ticks|drift: 5%)\n", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf-spine-five-kv", LEASES})
  void whenTheLeaderFallsReadsAreAskedAgain(String fabric) {
    String leader = TestFabrics.shipped(fabric).group().leader();
    RunResult run =
        scenario(fabric)
            .asking("clients=4,think=0ms")
            .at("200ms", "crash: " + leader, "for: 300ms")
            .isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
    assertThat(run.count(Figure.READS)).isPositive();
  }

  /**
   * Frames wait at a switch that stands still; those with questions it must not answer from old.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aLeaderThatStoodStillKnowsThatItsLeaseIsOver(long seed) {
    RunResult run =
        scenario(LEASES)
            .seed(seed)
            .asking("clients=4,keys=1,think=0ms")
            .at("200ms", "pause: S1", "for: 300ms")
            .at("600ms", "pause: S2", "for: 300ms")
            .isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0.95, 1.05", "1.05, 0.95", "1, 1"})
  void clocksWithinTheBoundNeverMakeAReadStale(String ofTheLeader, String ofTheOthers) {
    for (long seed = 1; seed <= 3; seed++) {
      RunResult run =
          scenario(LEASES)
              .seed(seed)
              .asking("clients=4,keys=1,think=0ms")
              .at("100ms", "clock-rate: {on: S1, rate: " + ofTheLeader + "}")
              .at("100ms", "clock-rate: {on: S2, rate: " + ofTheOthers + "}")
              .at("100ms", "clock-rate: {on: S3, rate: " + ofTheOthers + "}")
              .at("300ms", "partition: {from: [WAN0, S1], to: [S2, S3, WAN1]}", "for: 400ms")
              .isFine();

      assertThat(run.count(Figure.ELECTIONS)).isPositive();
      assertThat(run.count(Figure.READS_BY_LEASE)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 6, 7})
  void aClockBeyondTheBoundMakesReadsStaleAndTheRunEndsThere(long seed) {
    Fabric fabric = TestFabrics.shipped(LEASES);
    FaultSchedule faults =
        FaultFile.read(TestFabrics.root().resolve("faults/clock-runs-away.yaml"), fabric);
    RunResult run = scenario(LEASES).asking(READERS).seed(seed).following(faults).run();

    assertThat(run.outcome()).isEqualTo(RunResult.Outcome.VIOLATION);
    assertThat(run.violations())
        .as("replicas agree all the same")
        .isNotEmpty()
        .allMatch(each -> each.invariant().equals("fresh reads"));
  }

  @Test
  void theSameClockDoesNoHarmWhereReadsAskFirst() {
    Fabric fabric = TestFabrics.parse(indexed().split("\n", -1));
    FaultSchedule faults =
        FaultFile.read(TestFabrics.root().resolve("faults/clock-runs-away.yaml"), fabric);
    RunResult run = scenario(fabric).asking(READERS).following(faults).isFine();

    assertThat(run.count(Figure.READS)).isPositive();
    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  @Test
  void readsThatWaitWhenTheLeaderIsDeposedAreRefused() {
    RunResult run =
        scenario("leaf-spine-five-kv")
            .asking("clients=8,think=0ms,reads=90")
            .at("200ms", "hand-over: {to: P2}")
            .at("300ms", "hand-over: {to: L1}")
            .at("400ms", "hand-over: {to: P1}")
            .isFine();

    assertThat(run.count(Figure.READS)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf-spine-five-kv", LEASES})
  void drawnFaultsAreBorneAndNoReadIsStale(String fabric) {
    for (long seed = 1; seed <= 12; seed++) {
      RunResult run = scenario(fabric).seed(seed).lasting("1.2s").withDrawnFaults().isFine();
      assertThat(run.count(Figure.READS)).isPositive();
    }
  }
}
