package io.quorate.fabric.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The Internet checksum against its definition. */
class InternetChecksumProperties {

  @Example
  void agreesWithTheExampleOfRfc1071() {
    byte[] words = {
      0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7
    };
    assertThat(InternetChecksum.of(words, 0, words.length)).isEqualTo(~0xddf2 & 0xffff);
  }

  @Example
  void updatesTheExampleOfRfc1624() {
    assertThat(InternetChecksum.update16(0xdd2f, 0x5555, 0x3285)).isEqualTo(0x0000);
  }

  @Property
  void isTheComplementOfTheOnesComplementSum(@ForAll @Size(max = 1500) byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertThat(InternetChecksum.of(bytes, 0, bytes.length)).isEqualTo(~sum & 0xffff);
  }

  @Property
  void anUpdateEqualsAComputationAnew(
      @ForAll @Size(min = 20, max = 60) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 8) int word,
      @ForAll int address) {
    BigEndian.put16(bytes, 0, 0);
    int before = InternetChecksum.of(bytes, 0, bytes.length);
    int old = BigEndian.i32(bytes, 2 * word);
    BigEndian.put32(bytes, 2 * word, address);
    int updated = InternetChecksum.update32(before, old, address);
    BigEndian.put16(bytes, 0, updated);
    assertThat(InternetChecksum.verifies(bytes, 0, bytes.length))
        .as("of %04x", updated)
        .isEqualTo(true);
  }
}
