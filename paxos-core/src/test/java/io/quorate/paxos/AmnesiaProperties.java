package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.RandomSchedule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * As {@link AgreementProperties}, but a member that stops forgets everything: each restart is one
 * without memory. Mostly no more at once than can win it back, so that all must complete in the
 * end; else those that cannot must say so.
 */
@Label("under random schedules with members that forget")
final class AmnesiaProperties {

  private static int chosen;
  private static int reproposed;
  private static int recoveries;
  private static int outdated;
  private static int memoriesLost;
  private static int reads;
  private static int readsByLease;
  private static int changes;

  private static void run(int members, long seed) {
    RandomSchedule.Summary summary = RandomSchedule.run(members, Durability.VOLATILE, seed);
    chosen += summary.chosen();
    reproposed += summary.reproposed();
    recoveries += summary.recoveries();
    outdated += summary.outdated();
    memoriesLost += summary.memoryLost() ? 1 : 0;
    reads += summary.reads();
    readsByLease += summary.readsByLease();
    changes += summary.changes();
  }

  /** The schedules have met what they are there to meet. */
  @AfterContainer
  static void somethingHappened() {
    assertThat(chosen).isGreaterThan(5_000);
    assertThat(reproposed).isGreaterThan(500);
    assertThat(recoveries).isGreaterThan(2_000);
    assertThat(outdated).isGreaterThan(2_000);
    assertThat(memoriesLost).isGreaterThan(20);
    assertThat(reads).isGreaterThan(4_000);
    assertThat(readsByLease).isGreaterThan(800);
    assertThat(changes).isGreaterThan(80);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void threeMembersAgree(@ForAll long seed) {
    run(3, seed);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
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
}
