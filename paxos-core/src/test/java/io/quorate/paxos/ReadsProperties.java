package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.ClockedSchedule;
import io.quorate.paxos.cluster.ClockedSchedule.Summary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

@Label("reads without a slot")
final class ReadsProperties {

  private static final Lease LEASE = new Lease(16, 100_000);

  private static int answered;
  private static int byLease;
  private static int abandoned;
  private static int held;
  private static int elections;

  private static void count(Summary summary) {
    assertThat(summary.stale()).as("stale reads").isZero();
    answered += summary.answered();
    byLease += summary.byLease();
    abandoned += summary.abandoned();
    held += summary.held();
    elections += summary.won();
  }

  @AfterContainer
  static void somethingHappened() {
    assertThat(answered).isGreaterThan(50_000);
    assertThat(byLease).isGreaterThan(10_000);
    assertThat(abandoned).isGreaterThan(100);
    assertThat(held).isGreaterThan(100);
    assertThat(elections).isGreaterThan(200);
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void withLeasesAreFreshWhileClocksKeepToTheBound(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int members) {
    count(ClockedSchedule.run(members, seed, LEASE, 0.9, 1.1));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void thatAskFirstAreFreshWhateverClocksDo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int members) {
    count(ClockedSchedule.run(members, seed, Lease.NONE, 0.1, 4));
  }

  /** The check can fail, and the bound is needed: the same leases, with clocks that ignore it. */
  @Example
  void withLeasesAndClocksBeyondTheBoundSomeAreStale() {
    int stale = 0;
    for (long seed = 1; seed <= 100; seed++) {
      stale += ClockedSchedule.run(3, seed, LEASE, 0.1, 4).stale();
    }
    assertThat(stale).isPositive();
  }

  @Example
  void aLeaseIsWorthLessToTheLeaderThanToItsFollowers() {
    assertThat(new Lease(40, 50_000).leaderTicks()).isEqualTo(34);
    assertThat(new Lease(40, 0).leaderTicks()).as("counting is not exact").isEqualTo(38);
    assertThat(Lease.worth(2, 50_000)).isNegative();
  }
}
