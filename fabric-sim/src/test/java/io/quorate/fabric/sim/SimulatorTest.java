package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private final Simulator simulator = new Simulator();
  private final List<String> log = new ArrayList<>();

  private void note(String what) {
    log.add(simulator.nowNs() + " " + what);
  }

  @Test
  void events_act_in_order_of_time_then_of_scheduling() {
    simulator.at(20, () -> note("c"));
    simulator.at(10, () -> note("a"));
    simulator.at(20, () -> note("d"));
    simulator.at(10, () -> note("b"));
    assertThat(simulator.runUntil(100)).isEqualTo(4);
    assertThat(log).containsExactly("10 a", "10 b", "20 c", "20 d");
    assertThat(simulator.nowNs()).isEqualTo(100);
  }

  @Test
  void an_event_may_schedule_another_at_its_own_time_which_acts_after_those_already_there() {
    simulator.at(
        5,
        () -> {
          note("first");
          simulator.at(5, () -> note("third"));
        });
    simulator.at(5, () -> note("second"));
    simulator.runUntil(5);
    assertThat(log).containsExactly("5 first", "5 second", "5 third");
  }

  @Test
  void events_later_than_the_end_stay_pending() {
    simulator.at(11, () -> note("late"));
    simulator.runUntil(10);
    assertThat(log).isEmpty();
    assertThat(simulator.pendingCount()).isEqualTo(1);
    simulator.runUntil(11);
    assertThat(log).containsExactly("11 late");
  }

  @Test
  void stop_leaves_time_at_the_event_that_stopped() {
    simulator.at(3, simulator::stop);
    simulator.at(4, () -> note("not yet"));
    simulator.runUntil(10);
    assertThat(simulator.nowNs()).isEqualTo(3);
    assertThat(log).isEmpty();
    simulator.runUntil(10);
    assertThat(log).containsExactly("4 not yet");
  }

  @Test
  void the_target_gets_its_code_and_payload_back() {
    simulator.after(7, (code, payload) -> note(code + " " + payload), 42, "cargo");
    simulator.runUntil(7);
    assertThat(log).containsExactly("7 42 cargo");
  }

  @Test
  void the_past_is_refused() {
    simulator.runUntil(10);
    assertThatThrownBy(() -> simulator.at(9, () -> note("never")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 ns in the past");
  }
}
