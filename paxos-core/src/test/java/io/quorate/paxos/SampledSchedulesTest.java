package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.ClockedSchedule;
import io.quorate.paxos.cluster.RandomSchedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few random schedules, always the same, for those who have no time for many. */
final class SampledSchedulesTest {

  private static final Lease LEASE = new Lease(16, 100_000);

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 5", "3, 20", "4, 8", "5, 10", "7, 4"})
  void durableMembersAgree(int members, long seeds) {
    int chosen = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      chosen += RandomSchedule.run(members, seed).chosen();
    }
    assertThat(chosen).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"3, 20", "4, 8", "5, 10"})
  void volatileMembersAgree(int members, long seeds) {
    int chosen = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      chosen += RandomSchedule.run(members, Durability.VOLATILE, seed).chosen();
    }
    assertThat(chosen).isPositive();
  }

  /** Seeds whose schedules change the group several times. */
  @ParameterizedTest
  @CsvSource({
    "DURABLE, 3",
    "DURABLE, 4",
    "DURABLE, 5",
    "VOLATILE, 3",
    "VOLATILE, 4",
    "VOLATILE, 5"
  })
  void groupsThatChangeAgree(Durability durability, int members) {
    int changes = 0;
    for (long seed : new long[] {10, 22, 45, 80, 108, 129, 134, 148}) {
      changes += RandomSchedule.run(members, durability, seed).changes();
    }
    assertThat(changes).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({"2, 5", "3, 10", "5, 5"})
  void readsAreFresh(int members, long seeds) {
    for (long seed = 1; seed <= seeds; seed++) {
      assertThat(ClockedSchedule.run(members, seed, LEASE, 0.9, 1.1).stale()).isZero();
      assertThat(ClockedSchedule.run(members, seed, Lease.NONE, 0.1, 4).stale()).isZero();
    }
  }
}
