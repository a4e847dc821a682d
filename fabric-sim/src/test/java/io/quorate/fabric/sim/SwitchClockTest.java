package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwitchClockTest {

  private final SwitchClock clock = new SwitchClock(1_000_000, 3);

  @Test
  void drifts_multiply_and_the_end_of_one_leaves_the_other() {
    assertThat(clock.intervalNs()).isEqualTo(1_000_000);
    clock.drift(2);
    clock.drift(0.5);
    clock.drift(4);
    assertThat(clock.intervalNs()).isEqualTo(250_000);
    clock.undrift(2);
    assertThat(clock.intervalNs()).isEqualTo(500_000);
    clock.undrift(0.5);
    clock.undrift(4);
    assertThat(clock.intervalNs()).isEqualTo(1_000_000);
  }

  @Test
  void a_clock_that_is_set_back_loses_that_many_ticks() {
    clock.fallBehind(2);
    assertThat(clock.ticks()).isFalse();
    assertThat(clock.ticks()).isFalse();
    assertThat(clock.ticks()).isTrue();
  }

  @Test
  void missed_ticks_are_owed_once_and_no_more_than_a_lease_has() {
    clock.miss();
    clock.miss();
    assertThat(clock.takeOwed()).isEqualTo(2);
    assertThat(clock.takeOwed()).isZero();
    for (int i = 0; i < 10; i++) {
      clock.miss();
    }
    assertThat(clock.takeOwed()).isEqualTo(3);
  }

  @Test
  void without_leases_missed_ticks_are_missed() {
    SwitchClock careless = new SwitchClock(1_000_000, 0);
    careless.miss();
    assertThat(careless.takeOwed()).isZero();
  }
}
