package io.quorate.fabric.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  /** Blackman and Vigna's xoshiro256plusplus.c from the state 1, 2, 3, 4. */
  @Test
  void follows_the_authors_code() {
    SeededRandom random = new SeededRandom(1, 2, 3, 4);
    assertThat(LongStream.generate(random::nextLong).limit(10))
        .containsExactly(
            41943041L,
            58720359L,
            3588806011781223L,
            3591011842654386L,
            Long.parseUnsignedLong("9228616714210784205"),
            Long.parseUnsignedLong("9973669472204895162"),
            Long.parseUnsignedLong("14011001112246962877"),
            Long.parseUnsignedLong("12406186145184390807"),
            Long.parseUnsignedLong("15849039046786891736"),
            Long.parseUnsignedLong("10450023813501588000"));
  }

  /** Vigna's splitmix64.c from the seed 1234567. */
  @Test
  void seeds_itself_by_split_mix() {
    long gamma = 0x9e3779b97f4a7c15L;
    assertThat(LongStream.rangeClosed(1, 3).map(i -> SeededRandom.mix(1234567 + i * gamma)))
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"));
    long s0 = SeededRandom.mix(1234567 + gamma);
    long s1 = SeededRandom.mix(1234567 + 2 * gamma);
    long s2 = SeededRandom.mix(1234567 + 3 * gamma);
    long s3 = SeededRandom.mix(1234567 + 4 * gamma);
    assertThat(new SeededRandom(1234567).nextLong())
        .isEqualTo(new SeededRandom(s0, s1, s2, s3).nextLong());
  }

  /** Recorded; any change here changes every run and must be a new trace format. */
  @Test
  void golden_values_of_every_method() {
    SeededRandom random = new SeededRandom(42);
    byte[] bytes = new byte[11];
    random.nextBytes(bytes);
    String drawn =
        String.join(
            " ",
            HexFormat.of().formatHex(bytes),
            Integer.toString(random.nextInt()),
            Integer.toString(random.nextInt(1_000)),
            Integer.toString(random.nextInt(-5, 5)),
            Long.toString(random.nextLong(1L << 62)),
            Long.toString(random.nextLong(-9, 9)),
            Boolean.toString(random.nextBoolean()),
            Double.toHexString(random.nextDouble()),
            Double.toHexString(random.nextDouble(1.0, 2.0)),
            Float.toHexString(random.nextFloat()),
            Double.toHexString(random.nextGaussian()),
            Double.toHexString(random.nextExponential()),
            Long.toHexString(random.split("link/S1-S2").nextLong()));
    assertThat(drawn)
        .isEqualTo(
            "9f6876444f4d76d091376f -69174021 701 2 2712125475267032991 -7 true"
                + " 0x1.a9679ed784ae4p-3 0x1.eeefd63219b4ap0 0x1.1e7bf4p-1"
                + " 0x1.bd700cddb335ap-1 0x1.272ea04193edp-4 a6d5ef7026f09e25");
  }

  @Test
  void a_split_depends_on_seed_and_name_alone() {
    SeededRandom parent = new SeededRandom(7);
    long before = parent.split("hosts").nextLong();
    parent.nextLong();
    parent.split("links").nextLong();
    assertThat(parent.split("hosts").nextLong()).isEqualTo(before);
    assertThat(parent.split("host").nextLong()).isNotEqualTo(before);
    assertThat(new SeededRandom(8).split("hosts").nextLong()).isNotEqualTo(before);
    assertThat(parent.split("a").split("b").nextLong())
        .isNotEqualTo(parent.split("b").split("a").nextLong());
  }

  @Test
  void small_bounds_are_even() {
    SeededRandom random = new SeededRandom(3);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
      counts[(int) random.nextLong(7)]++;
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(20_000, within(500));
    }
  }

  @Test
  void bounds_near_the_largest_stay_in_range() {
    SeededRandom random = new SeededRandom(5);
    for (int i = 0; i < 1_000; i++) {
      assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
      assertThat(random.nextLong((1L << 62) + 1)).isBetween(0L, 1L << 62);
      assertThat(random.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE))
          .isLessThan(Integer.MAX_VALUE);
    }
    assertThatThrownBy(() -> random.nextInt(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.nextLong(4, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void normal_and_exponential_have_their_moments() {
    SeededRandom random = new SeededRandom(11);
    int draws = 100_000;
    double sum = 0;
    double squares = 0;
    double exponential = 0;
    for (int i = 0; i < draws; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
      exponential += random.nextExponential();
    }
    assertThat(sum / draws).isCloseTo(0.0, within(0.02));
    assertThat(squares / draws).isCloseTo(1.0, within(0.03));
    assertThat(exponential / draws).isCloseTo(1.0, within(0.02));
  }

  @Test
  void chance_draws_nothing_where_there_is_no_doubt() {
    SeededRandom random = new SeededRandom(1);
    assertThat(random.chance(0)).isFalse();
    assertThat(random.chance(1)).isTrue();
    assertThat(random.nextLong()).isEqualTo(new SeededRandom(1).nextLong());
  }
}
