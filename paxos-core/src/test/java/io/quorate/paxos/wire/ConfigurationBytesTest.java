package io.quorate.paxos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Quorums;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConfigurationBytesTest {

  private static final Configuration SOME =
      new Configuration(7, List.of(1, 2, 300), List.of(2, 4), new Quorums(3, 1, 3));

  /** Put together by hand from docs/wire-format.md. */
  private static final String GOLDEN =
      "01"
          + "00"
          + "0001"
          + "0003"
          + "0003"
          + "0002"
          + "0000000000000007"
          + "00010002012c"
          + "00020004";

  private static @Nullable Configuration read(String hex) {
    return ConfigurationBytes.read(HexFormat.of().parseHex(hex));
  }

  @Test
  void theBytesAreThoseOfTheDocument() {
    assertThat(HexFormat.of().formatHex(ConfigurationBytes.of(SOME))).isEqualTo(GOLDEN);
    assertThat(read(GOLDEN)).isEqualTo(SOME);
  }

  @Test
  void whatCannotBeIsNotRead() {
    assertThat(read("")).isNull();
    assertThat(read(GOLDEN + "00")).isNull();
    assertThat(read(GOLDEN.substring(2))).isNull();
    assertThat(read("02" + GOLDEN.substring(2))).as("format").isNull();
    assertThat(read("0101" + GOLDEN.substring(4))).as("zero").isNull();
    assertThat(read("01000001" + "0002" + GOLDEN.substring(12))).as("1 and 2 of 3").isNull();
    assertThat(read("01000000" + "0003" + GOLDEN.substring(12))).as("0 and 3 of 3").isNull();
    assertThat(read(GOLDEN.replace("00010002012c", "00020002012c"))).as("twice").isNull();
    assertThat(read(GOLDEN.replace("00010002012c", "00000002012c"))).as("node 0").isNull();
    assertThat(read(GOLDEN.replace("0000000000000007", "8000000000000007"))).isNull();
    assertThat(read("010000010001" + "00000000" + "0000000000000001")).as("no acceptor").isNull();
  }

  @Test
  void everyBeginningOfItIsTooShort() {
    byte[] whole = ConfigurationBytes.of(SOME);
    for (int length = 0; length < whole.length; length++) {
      assertThat(ConfigurationBytes.read(Arrays.copyOf(whole, length))).isNull();
    }
  }

  @Test
  void anyBytesAreAConfigurationOrNone() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] whole = ConfigurationBytes.of(SOME);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Configuration back = ConfigurationBytes.read(bytes);
      if (back != null) {
        read++;
        assertThat(ConfigurationBytes.of(back)).isEqualTo(bytes);
      }
    }
    assertThat(read).isGreaterThan(100);
  }
}
