package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The window against a set of all numbers and their maximum. */
class AntiReplayProperties {

  @Property(tries = 300)
  void itDoesWhatASetAndAMaximumDo(
      @ForAll @Size(max = 400) List<@IntRange(min = 1, max = 5000) Integer> numbers) {
    AntiReplay tried = new AntiReplay();
    Set<Integer> seen = new TreeSet<>();
    int highest = 0;
    for (int number : numbers) {
      boolean expected = number > highest - AntiReplay.SIZE && seen.add(number);
      assertThat(tried.isNew(number)).as("%d", number).isEqualTo(expected);
      highest = Math.max(highest, number);
    }
  }
}
