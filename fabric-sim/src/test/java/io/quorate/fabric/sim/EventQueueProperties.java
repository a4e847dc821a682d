package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.EventTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueueProperties {

  private record Added(long timeNs, long order) {}

  /** Each number below 12 adds an event at that time, 12 and above takes one. */
  @Property
  void takes_the_earliest_and_of_equals_the_first_added(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 17) Integer> steps) {
    EventQueue queue = new EventQueue();
    List<Added> pending = new ArrayList<>();
    EventTarget nobody = (code, payload) -> {};
    long order = 0;
    for (int step : steps) {
      if (step < 12) {
        queue.add(step, nobody, order, "event " + order);
        pending.add(new Added(step, order++));
        pending.sort(Comparator.comparingLong(Added::timeNs).thenComparingLong(Added::order));
      } else if (pending.isEmpty()) {
        assertThat(queue.take()).isFalse();
      } else {
        assertTakes(queue, pending.removeFirst());
      }
      assertThat(queue.size()).isEqualTo(pending.size());
    }
    while (!pending.isEmpty()) {
      assertTakes(queue, pending.removeFirst());
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.earliestNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 5)
  void grows_and_keeps_what_it_holds(@ForAll @IntRange(min = 1_025, max = 20_000) int count) {
    EventQueue queue = new EventQueue();
    SeededRandom random = new SeededRandom(count);
    List<Added> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long timeNs = random.nextLong(1_000);
      queue.add(timeNs, (code, payload) -> {}, i, "event " + i);
      pending.add(new Added(timeNs, i));
    }
    pending.sort(Comparator.comparingLong(Added::timeNs).thenComparingLong(Added::order));
    for (Added next : pending) {
      assertTakes(queue, next);
    }
    assertThat(queue.take()).isFalse();
  }

  private static void assertTakes(EventQueue queue, Added expected) {
    assertThat(queue.earliestNs()).isEqualTo(expected.timeNs());
    assertThat(queue.take()).isTrue();
    assertThat(queue.takenTimeNs()).isEqualTo(expected.timeNs());
    assertThat(queue.takenCode()).isEqualTo(expected.order());
    assertThat(queue.takenPayload()).isEqualTo("event " + expected.order());
  }
}
