package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TraceDigestProperties {

  /** Recorded: a change here makes every recorded digest worthless. */
  @Example
  void golden_values() {
    TraceDigest digest = new TraceDigest();
    assertThat(digest).hasToString("b24c4ce6e0eb1b35");
    digest.add(1, 7, 123_456_789, 42, "The quick brown fox jumps".getBytes(StandardCharsets.UTF_8));
    assertThat(digest).hasToString("ecdda0e4bb2d6693");
    digest.add(2, 8, 123_456_790, -1);
    digest.add(3, 0, 123_456_791, "S1 crashes");
    assertThat(digest).hasToString("7c6f175d9188bf55");
    assertThat(digest.recordCount()).isEqualTo(3);
  }

  @Property
  void is_what_its_description_says(
      @ForAll @IntRange(max = 255) int kind,
      @ForAll @IntRange(max = (1 << 24) - 1) int place,
      @ForAll long timeNs,
      @ForAll long detail,
      @ForAll @Size(max = 80) byte[] bytes) {
    TraceDigest digest = new TraceDigest();
    digest.add(kind, place, timeNs, detail, bytes);
    long[] words = new long[4 + 2 * ((bytes.length + 15) / 16)];
    words[0] = ((long) kind << 56) + ((long) place << 32) + bytes.length;
    words[1] = timeNs;
    words[2] = detail;
    for (int i = 0; i < bytes.length; i++) {
      words[4 + i / 8] |= (bytes[i] & 0xffL) << (8 * (i % 8));
    }
    long[] lanes = {0x165667b19e3779f9L, 0x85ebca77c2b2ae63L};
    for (int i = 0; i < words.length; i++) {
      long sum = lanes[i % 2] + words[i] * 0xc2b2ae3d27d4eb4fL;
      lanes[i % 2] = Long.rotateLeft(sum, 31) * 0x9e3779b185ebca87L;
    }
    long h = Long.rotateLeft(lanes[0], 1) + Long.rotateLeft(lanes[1], 7) + 1;
    h = (h ^ (h >>> 33)) * 0xc2b2ae3d27d4eb4fL;
    h = (h ^ (h >>> 29)) * 0x165667b19e3779f9L;
    assertThat(digest.value()).isEqualTo(h ^ (h >>> 32));
  }

  @Property
  void a_flipped_bit_anywhere_shows(
      @ForAll @Size(min = 1, max = 200) byte[] bytes, @ForAll @IntRange(max = 1_599) int at) {
    int bit = at % (bytes.length * 8);
    byte[] other = bytes.clone();
    other[bit / 8] ^= (byte) (1 << (bit % 8));
    assertThat(of(1, 2, 3, 4, other)).isNotEqualTo(of(1, 2, 3, 4, bytes));
  }

  @Property
  void kind_place_time_detail_and_length_show(@ForAll @Size(max = 40) byte[] bytes) {
    assertThat(
            new long[] {
              of(2, 2, 3, 4, bytes),
              of(1, 3, 3, 4, bytes),
              of(1, 2, 4, 4, bytes),
              of(1, 2, 3, 5, bytes),
              of(1, 2, 3, 4, Arrays.copyOf(bytes, bytes.length + 1))
            })
        .doesNotContain(of(1, 2, 3, 4, bytes))
        .doesNotHaveDuplicates();
  }

  @Property
  void the_order_of_records_shows(@ForAll long t1, @ForAll long t2) {
    net.jqwik.api.Assume.that(t1 != t2);
    TraceDigest one = new TraceDigest();
    one.add(1, 1, t1, 0);
    one.add(1, 1, t2, 0);
    TraceDigest other = new TraceDigest();
    other.add(1, 1, t2, 0);
    other.add(1, 1, t1, 0);
    assertThat(one.value()).isNotEqualTo(other.value());
  }

  private static long of(int kind, int place, long timeNs, long detail, byte[] bytes) {
    TraceDigest digest = new TraceDigest();
    digest.add(kind, place, timeNs, detail, bytes);
    return digest.value();
  }
}
