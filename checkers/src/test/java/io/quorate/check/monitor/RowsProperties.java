package io.quorate.check.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The monitors' rows and sets of numbers against the plainest of their kind. */
class RowsProperties {
  private static final int STEPS = 300;
  private static final int NONE = -1;

  @Property(tries = 200)
  void marksFindTheNearest(@ForAll @IntRange(max = 300_000) int last, @ForAll long seed) {
    Random random = new Random(seed);
    Marks marks = new Marks(last);
    TreeSet<Integer> plain = new TreeSet<>();
    for (int step = 0; step < STEPS; step++) {
      int number = random.nextInt(last + 1);
      if (random.nextInt(3) == 0) {
        marks.add(number);
        plain.add(number);
      }
      assertThat(marks.contains(number)).isEqualTo(plain.contains(number));
      assertThat(marks.from(number))
          .isEqualTo(Objects.requireNonNullElse(plain.ceiling(number), NONE));
      assertThat(marks.upTo(number))
          .isEqualTo(Objects.requireNonNullElse(plain.floor(number), NONE));
    }
    assertThat(marks.from(last + 1)).isEqualTo(NONE);
    assertThat(marks.upTo(-1)).isEqualTo(NONE);
  }

  @Property(tries = 200)
  void aRowFindsTheFirstBelow(@ForAll @IntRange(min = 1, max = 200) int size, @ForAll long seed) {
    Random random = new Random(seed);
    MinTree tree = new MinTree(size);
    int[] plain = new int[size];
    for (int step = 0; step < STEPS; step++) {
      int from = random.nextInt(size);
      int to = from + random.nextInt(size - from);
      int more = random.nextInt(7) - 3;
      tree.add(from, to, more);
      for (int i = from; i <= to; i++) {
        plain[i] += more;
      }
      int low = random.nextInt(size);
      int high = low + random.nextInt(size - low);
      int bound = random.nextInt(9) - 4;
      int expected = NONE;
      for (int i = high; i >= low; i--) {
        expected = plain[i] < bound ? i : expected;
      }
      assertThat(tree.firstBelow(low, high, bound)).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void aRowOfGivenNumbersCanBeChangedOneByOne(
      @ForAll @IntRange(min = 1, max = 100) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int[] plain = random.ints(size, -5, 5).toArray();
    MinTree tree = new MinTree(plain);
    for (int step = 0; step < STEPS; step++) {
      int place = random.nextInt(size);
      plain[place] = random.nextInt(10) - 5;
      tree.set(place, plain[place]);
      int least = Arrays.stream(plain).min().orElseThrow();
      int first = tree.firstBelow(0, size - 1, least + 1);
      assertThat(plain[first]).isEqualTo(least);
      assertThat(Arrays.stream(plain, 0, first)).allMatch(number -> number > least);
    }
  }

  @Property(tries = 200)
  void gapsStayCovered(@ForAll @IntRange(max = 500) int last, @ForAll long seed) {
    Random random = new Random(seed);
    Gaps gaps = new Gaps(last);
    TreeSet<Integer> free = new TreeSet<>();
    for (int gap = 0; gap <= last; gap++) {
      free.add(gap);
    }
    for (int step = 0; step < 50; step++) {
      int from = random.nextInt(last + 1);
      int to = from + random.nextInt(Math.min(20, last - from + 1));
      gaps.cover(from, to);
      free.subSet(from, true, to, true).clear();
      int asked = random.nextInt(last + 2);
      assertThat(gaps.freeFrom(asked))
          .isEqualTo(Objects.requireNonNullElse(free.ceiling(asked), last + 1));
    }
  }
}
