package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.RandomSchedule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random schedules on the bare core. The invariants that hold at every step are those of {@code
 * Invariants}; that all completes after healing is demanded by {@code RandomSchedule}. A failure
 * prints the command that replays it.
 */
@Label("under random message schedules")
final class AgreementProperties {

  private static int chosen;
  private static int reproposed;
  private static int elections;
  private static int installations;
  private static int recordsLost;
  private static int checkpoints;
  private static int blackouts;
  private static int changes;
  private static int handOversTaken;
  private static int handOversGivenUp;
  private static int pollsAtHints;
  private static int expired;
  private static int batched;
  private static int reads;
  private static int readsByLease;

  private static void run(int members, long seed) {
    RandomSchedule.Summary summary = RandomSchedule.run(members, seed);
    chosen += summary.chosen();
    reproposed += summary.reproposed();
    elections += summary.elections();
    installations += summary.installations();
    recordsLost += summary.recordsLost();
    checkpoints += summary.checkpoints();
    blackouts += summary.blackouts();
    changes += summary.changes();
    handOversTaken += summary.handOversTaken();
    handOversGivenUp += summary.handOversGivenUp();
    pollsAtHints += summary.pollsAtHints();
    expired += summary.expired();
    batched += summary.batched();
    reads += summary.reads();
    readsByLease += summary.readsByLease();
  }

  /** The schedules have met what they are there to meet. */
  @AfterContainer
  static void somethingHappened() {
    assertThat(chosen).isGreaterThan(10_000);
    assertThat(reproposed).isGreaterThan(1_000);
    assertThat(elections).isGreaterThan(1_000);
    assertThat(installations).isGreaterThan(100);
    assertThat(recordsLost).isGreaterThan(3_000);
    assertThat(checkpoints).isGreaterThan(1_000);
    assertThat(blackouts).isGreaterThan(1_000);
    assertThat(changes).isGreaterThan(300);
    assertThat(handOversTaken).isGreaterThan(500);
    assertThat(handOversGivenUp).isGreaterThan(100);
    assertThat(pollsAtHints).isGreaterThan(1_000);
    assertThat(expired).isGreaterThan(1_000);
    assertThat(batched).isGreaterThan(1_000);
    assertThat(reads).isGreaterThan(1_000);
    assertThat(readsByLease).isGreaterThan(200);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void oneMemberAgreesWithItself(@ForAll long seed) {
    run(1, seed);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void twoMembersAgree(@ForAll long seed) {
    run(2, seed);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void threeMembersAgree(@ForAll long seed) {
    run(3, seed);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void fourMembersAgree(@ForAll long seed) {
    run(4, seed);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void fiveMembersAgree(@ForAll long seed) {
    run(5, seed);
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void sevenMembersAgree(@ForAll long seed) {
    run(7, seed);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void theSameScheduleHasTheSameEffects(@ForAll long seed) {
    assertThat(RandomSchedule.digest(3, seed)).isEqualTo(RandomSchedule.digest(3, seed));
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void moreMembersThanBitsInAWordAgree(@ForAll long seed) {
    run(67, seed);
  }
}
