package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Timing;
import java.util.BitSet;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("the failure detector")
final class FailureDetectorProperties {

  private static int silenceBorne(FailureDetector detector) {
    int ticks = 1;
    while (!detector.tick()) {
      ticks++;
    }
    return ticks;
  }

  @Property
  void patienceIsDrawnFromItsRange(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 100) int least,
      @ForAll @IntRange(max = 100) int spread) {
    Timing timing = new Timing(1, least, least + spread, 1);
    FailureDetector detector = new FailureDetector(timing, new SplittableRandom(seed));
    for (int wait = 0; wait < 20; wait++) {
      assertThat(silenceBorne(detector)).isBetween(least, least + spread);
      detector.rearm();
    }
  }

  @Property(tries = 20)
  void everyPatienceOfTheRangeIsDrawnSoonerOrLater(@ForAll long seed) {
    FailureDetector detector =
        new FailureDetector(new Timing(1, 5, 12, 1), new SplittableRandom(seed));
    BitSet seen = new BitSet();
    for (int wait = 0; wait < 400; wait++) {
      seen.set(silenceBorne(detector));
      detector.rearm();
    }
    assertThat(seen.cardinality()).isEqualTo(8);
  }

  @Property(tries = 20)
  void wordFromALeaderStartsTheSilenceAnew(@ForAll long seed) {
    FailureDetector detector =
        new FailureDetector(new Timing(1, 10, 20, 1), new SplittableRandom(seed));
    for (int tick = 0; tick < 100; tick++) {
      assertThat(detector.tick()).isFalse();
      if (tick % 9 == 8) {
        detector.heard();
      }
    }
  }
}
