package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.machine.SnapshotWriter;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five nodes, of whom the first three begin; a window of ten slots. */
final class ConfigurationsTest {

  private static final Configuration FIRST =
      Configuration.of(List.of(1, 2, 3), Quorums.majority(3));

  private static final ReplicaConfig CONFIG =
      new ReplicaConfig(
              1,
              1,
              List.of(1, 2, 3, 4, 5),
              1,
              Quorums.majority(5),
              Timing.DEFAULT,
              Limits.DEFAULT.withWindowSlots(10),
              Durability.DURABLE)
          .withInitial(FIRST);

  private final Configurations configurations = fresh();

  private static Configurations fresh() {
    return new Configurations(CONFIG, new Members(CONFIG));
  }

  private static Configurations copy(Configurations of) {
    SnapshotWriter out = new SnapshotWriter();
    of.write(out);
    SnapshotReader in = new SnapshotReader(out.toBytes());
    Configurations copy = fresh().read(in);
    in.end();
    return copy;
  }

  @Test
  void aChangeGovernsFromAWindowAboveItsSlotOn() {
    configurations.change(FIRST.adding(4), 7);

    assertThat(configurations.epochAt(16).configuration()).isEqualTo(FIRST);
    assertThat(configurations.epochAt(17).configuration()).isEqualTo(FIRST.adding(4));
    assertThat(configurations.at(16).isAcceptor(3)).isFalse();
    assertThat(configurations.at(17).isAcceptor(3)).isTrue();
    assertThat(configurations.at(17).phase2()).isEqualTo(3);
  }

  @Test
  void thoseThatGovernAnyOfSomeSlotsAreTold() {
    configurations.change(FIRST.adding(4), 7);

    assertThat(configurations.governing(7, 17)).hasSize(1);
    assertThat(configurations.governing(7, 18)).hasSize(2);
    assertThat(configurations.governing(17, 27)).hasSize(1);
  }

  @Test
  void theNextOneMayStandInTheFirstSlotOfTheOneBefore() {
    configurations.change(FIRST.adding(4), 7);
    Configuration second = FIRST.adding(4).adding(5);

    assertThat(configurations.objection(second, 16)).contains("in force only from slot 17");
    assertThat(configurations.objection(second, 17)).isNull();
  }

  @Test
  void whatDoesNotFollowIsRefusedWithAReason() {
    assertThat(configurations.objection(FIRST, 0)).contains("version 0 does not follow version 0");
    assertThat(configurations.objection(FIRST.adding(4).adding(5), 0))
        .contains("version 2 does not follow version 0");
    assertThat(configurations.objection(FIRST.adding(6), 0)).contains("node 6 is not known");
    assertThat(configurations.objection(FIRST.next(List.of(1, 2), List.of(1, 7)), 0))
        .contains("node 7 is not known");
    assertThatThrownBy(() -> FIRST.next(List.of(), List.of(1))).hasMessageContaining("0 members");
    assertThatThrownBy(() -> FIRST.resized(1, 2)).hasMessageContaining("need not intersect");
  }

  @Test
  void whereNothingIsStoredEveryAcceptorMustFindEnoughOthers() {
    ReplicaConfig forgets =
        new ReplicaConfig(
                1,
                1,
                List.of(1, 2, 3, 4, 5),
                1,
                Quorums.majority(5),
                Timing.DEFAULT,
                Limits.DEFAULT.withWindowSlots(10),
                Durability.VOLATILE)
            .withInitial(FIRST);
    Configurations volatiles = new Configurations(forgets, new Members(forgets));
    String reason = "where nothing is stored, no acceptor of .* could lose its memory";

    assertThat(volatiles.objection(FIRST.removing(3), 0)).matches(reason);
    assertThat(volatiles.objection(FIRST.resized(1, 3), 0)).matches(reason);
    assertThat(volatiles.objection(FIRST.resized(3, 1), 0)).matches(reason);
    assertThat(volatiles.objection(FIRST.replacing(3, 4), 0)).isNull();
    assertThat(volatiles.objection(FIRST.adding(4), 0)).isNull();
    assertThat(configurations.objection(FIRST.removing(3), 0)).as("of durable members").isNull();
  }

  @Test
  void aConfigurationIsNeededUntilTheWatermarkIsAtItsSuccessor() {
    configurations.change(FIRST.replacing(3, 4), 7);

    assertThat(configurations.needed(16)).hasSize(2);
    assertThat(configurations.needed(17)).hasSize(1);
  }

  @Test
  void threeAtMostAreKept() {
    Configuration next = FIRST;
    for (long slot = 0; slot < 1000; slot += 10) {
      next = next.isAcceptor(4) ? next.removing(4) : next.adding(4);
      configurations.change(next, slot);
      assertThat(configurations.governing(0, Long.MAX_VALUE)).hasSizeLessThanOrEqualTo(3);
      assertThat(configurations.epochAt(slot + 10).configuration()).isEqualTo(next);
      assertThat(configurations.epochAt(slot + 9).configuration().version())
          .isEqualTo(next.version() - 1);
      assertThat(copy(configurations).digest()).isEqualTo(configurations.digest());
    }
  }

  @Test
  void aDigestTellsHistoriesApart() {
    Configurations other = fresh();
    assertThat(configurations.digest()).isEqualTo(other.digest()).isZero();

    configurations.change(FIRST.adding(4), 7);
    other.change(FIRST.adding(4), 8);

    assertThat(configurations.digest()).isNotEqualTo(other.digest()).isNotZero();
  }

  @Test
  void aSnapshotBringsThePassingOneAndTheOneToCome() {
    configurations.change(FIRST.adding(4), 7);
    configurations.change(FIRST.adding(4).removing(1), 17);

    assertThat(copy(configurations).governing(0, 100))
        .extracting(each -> each.fromSlot() + " " + each.configuration().acceptors())
        .containsExactly("0 [1, 2, 3]", "17 [1, 2, 3, 4]", "27 [2, 3, 4]");
  }

  @Test
  void aSnapshotOfSomethingElseIsRefused() {
    SnapshotWriter none = new SnapshotWriter();
    none.writeInt(0);
    SnapshotWriter garbage = new SnapshotWriter();
    garbage.writeInt(1);
    garbage.writeLong(0);
    garbage.writeBytes(new byte[] {1, 2, 3});

    assertThatThrownBy(() -> fresh().read(new SnapshotReader(none.toBytes())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fresh().read(new SnapshotReader(garbage.toBytes())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAcceptorsMakeQuorums() {
    configurations.change(FIRST.replacing(3, 5), 0);
    BitSet some = new BitSet();
    some.set(1, 5);

    QuorumSystem before = configurations.at(9);
    assertThat(before.isPhase1Quorum(some)).isTrue();
    assertThat(before.reachedInEveryPhase1Quorum(new long[] {9, 4, 5, 100, 100})).isEqualTo(5);
    QuorumSystem after = configurations.at(10);
    assertThat(after.isAcceptor(2)).isFalse();
    assertThat(after.reachedInEveryPhase1Quorum(new long[] {9, 4, 5, 100, 100})).isEqualTo(9);
    some.clear(4);
    assertThat(after.isPhase1Quorum(some)).isFalse();
    assertThat(before.isPhase1Quorum(some)).isTrue();
  }

  @Test
  void whoHasComeSoFarMeetsEveryPhase1QuorumWhateverTheSizes() {
    QuorumSystem all = QuorumSystem.of(new Quorums(4, 4, 1));
    QuorumSystem one = QuorumSystem.of(new Quorums(4, 1, 4));
    long[] slots = {3, 1, 4, 2};

    assertThat(all.reachedInEveryPhase1Quorum(slots)).isEqualTo(4);
    assertThat(one.reachedInEveryPhase1Quorum(slots)).isEqualTo(1);
  }
}
