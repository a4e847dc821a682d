package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which slots a member takes in that holds four. */
final class WindowTest {

  private final Member member =
      Member.fresh(ReplicaConfig.of(1, 3).withLimits(Limits.DEFAULT.withWindowSlots(4)), 1);

  private final Window window = member.window();

  @Test
  void aSlotIsOpenOnceTheOneAWindowBelowMayBeForgotten() {
    assertThat(window.isOpen(3)).isTrue();
    assertThat(window.isOpen(4)).isFalse();

    window.raise(2);
    assertThat(window.isOpen(4)).as("not delivered here").isFalse();
    member.learner().skipTo(1);
    assertThat(window.isOpen(4)).isTrue();
    assertThat(window.isOpen(5)).as("slot 1 is not delivered here").isFalse();
    member.learner().skipTo(9);
    assertThat(window.isOpen(5)).isTrue();
    assertThat(window.isOpen(6)).as("slot 2 is above the watermark").isFalse();
  }

  @Test
  void aSlotAWindowBelowTheNewestIsForgottenAndNoneAboveIt() {
    member.learner().skipTo(10);
    window.raise(10);
    member.acceptor().vote(new Ballot(0, 1), 11, Value.NOOP);

    assertThat(window.takes(7)).as("its place is slot 11's").isFalse();
    assertThat(window.takes(8)).as("the oldest of the four that are held").isTrue();
    assertThat(window.takes(13)).isTrue();
    assertThat(window.takes(14)).isFalse();
    assertThat(member.counters().outOfWindow()).isEqualTo(2);
  }

  @Test
  void aWatermarkNeverFalls() {
    window.raise(5);
    window.raise(3);

    assertThat(window.watermark()).isEqualTo(5);
  }

  /** Or a group that stopped as a whole could have a member that nobody may take slots from. */
  @Test
  void whatWasTakenInTellsHowFarTheWatermarkHadCome() {
    member.acceptor().vote(new Ballot(0, 1), 12, Value.NOOP);
    window.recall();
    assertThat(window.watermark()).as("slot 8 was to be forgotten for 12").isEqualTo(9);

    member.learner().skipTo(20);
    window.recall();
    assertThat(window.watermark()).as("and slot 15 for 19").isEqualTo(16);
  }

  @Test
  void aValueThatNoPromiseCouldTellIsNotTakenIn() {
    int most = Limits.DEFAULT.valueBytesMax();

    assertThat(window.takes(0, Value.of(1, 1, new byte[most]))).isTrue();
    assertThat(window.takes(0, Value.of(1, 1, new byte[most + 1]))).isFalse();
    assertThat(member.counters().oversized()).isOne();
    assertThat(window.takes(4, Value.of(1, 1, new byte[most]))).isFalse();
    assertThat(member.counters().outOfWindow()).isOne();
  }
}
