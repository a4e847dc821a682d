package io.quorate.fabric.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers with units are read exactly, and what is printed reads back. */
class UnitsProperties {

  private static Entry entry(String text) {
    return YamlFile.parse(new TextFile("x.yaml", "'" + text + "'"));
  }

  private static long timeNs(String text) {
    return Units.timeNs(entry(text), 0, Long.MAX_VALUE);
  }

  @Property
  void anyTimeReadsBack(@ForAll @LongRange(max = Long.MAX_VALUE) long ns) {
    assertThat(timeNs(Units.time(ns))).isEqualTo(ns);
  }

  @Property
  void anyBandwidthReadsBack(
      @ForAll @LongRange(min = 1_000, max = 1_000_000_000_000_000L) long bits) {
    assertThat(Units.bitsPerSecond(entry(Units.bandwidth(bits)))).isEqualTo(bits);
  }

  @Property
  void anyProbabilityReadsBack(@ForAll @DoubleRange(max = 1) double probability) {
    assertThat(Units.probability(entry(Units.probability(probability)))).isEqualTo(probability);
  }

  @Test
  void theSmallestProbabilitiesReadBack() {
    for (double p : new double[] {0, Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(1.0), 1}) {
      assertThat(Units.probability(entry(Units.probability(p)))).isEqualTo(p);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200us, 200000",
    "1.5ms, 1500000",
    "1.5 ms, 1500000",
    "2s, 2000000000",
    "1min, 60000000000",
    "7ns, 7",
    "7\u00b5s, 7000",
    "7\u03bcs, 7000",
    "0, 0",
    "0ms, 0",
    "0.000000001s, 1"
  })
  void timesAreReadExactly(String text, long ns) {
    assertThat(timeNs(text)).isEqualTo(ns);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1000, 1us",
    "1500000, 1.5ms",
    "2000000000, 2s",
    "90000000000, 90s"
  })
  void timesArePrintedInTheLargestUnitThatFits(long ns, String text) {
    assertThat(Units.time(ns)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "10Gbit/s, 10000000000",
    "1.5Mbit/s, 1500000",
    "64 kbit/s, 64000",
    "2500bit/s, 2500",
    "1Gbps, 1000000000",
    "unlimited, 0"
  })
  void bandwidthsAreReadExactly(String text, long bits) {
    assertThat(Units.bitsPerSecond(entry(text))).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({"0.1%, 0.001", "0.001, 0.001", "100%, 1", "0, 0", "1, 1", "12.5 %, 0.125"})
  void probabilitiesAreReadExactly(String text, double probability) {
    assertThat(Units.probability(entry(text))).isEqualTo(probability);
  }

  @ParameterizedTest
  @CsvSource({"64, 64", "64 frames, 64", "1 frame, 1"})
  void countsMayHaveTheirUnit(String text, long count) {
    assertThat(Units.count(entry(text), "frames", 1, 100)).isEqualTo(count);
  }

  @Test
  void spansHaveTwoEnds() {
    assertThat(Units.timesNs(entry("80us .. 1.5ms"), 0, 1_000_000_000))
        .isEqualTo(new Units.Span(80_000, 1_500_000));
    assertThat(Units.counts(entry("60..120 ticks"), "ticks", 1, 1_000))
        .isEqualTo(new Units.Span(60, 120));
  }

  @ParameterizedTest
  @CsvSource({"1e3s", "-1s", "1..2s", "s", "1 000ms", "99999999999999999999s", "0x10ns", "1.s"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> timeNs(text)).isInstanceOf(BadFile.class);
  }

  @Test
  void aTimeTooLargeForAnythingIsOutOfRange() {
    assertThatThrownBy(() -> Units.timeNs(entry("9999999999999999999s"), 0, 60_000_000_000L))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("is out of range; write something from 0s to 60s");
  }
}
