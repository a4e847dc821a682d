package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadsReaderTest {

  private static Fabric with(String keys) {
    return TestFabrics.changed("wan-three-kv", "retransmit: 15 ticks", keys.replace("; ", "\n  "));
  }

  @Test
  void readsTakeSlotsUnlessTheFileSaysOtherwise() {
    assertThat(TestFabrics.shipped("wan-three-kv").group().reads()).isEqualTo(Reads.LOGGED);
    assertThat(with("reads: log").group().reads()).isEqualTo(Reads.LOGGED);
    assertThat(with("reads: index").group().reads())
        .isEqualTo(new Reads(Reads.Path.INDEX, Lease.NONE));
  }

  @Test
  void aLeaseHasALengthAndABound() {
    assertThat(with("reads: lease\\n  lease: 40 ticks".translateEscapes()).group().reads().lease())
        .isEqualTo(new Lease(40, 50_000));
    assertThat(
            with("reads: lease\\n  lease: 40 ticks\\n  drift: 0.02%".translateEscapes())
                .group()
                .reads()
                .lease())
        .isEqualTo(new Lease(40, 200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reads: often | write log, index or lease",
        "lease: 40 ticks | means nothing without leases",
        "reads: index; drift: 5% | means nothing without leases",
        "reads: lease | lease: 40 ticks",
        "reads: lease; lease: 12 ticks | no longer than a heartbeat",
        "reads: lease; lease: 40 ticks; drift: 60% | off by more than a half",
      })
  void aMistakeIsTold(String keys, String told) {
    assertThatThrownBy(() -> with(keys)).isInstanceOf(BadFile.class).hasMessageContaining(told);
  }

  @Test
  void hostsStateCannotBeReadInTheSwitches() {
    assertThatThrownBy(
            () -> TestFabrics.changed("wan-three", "retransmit: 15 ticks", "reads: index"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("reads without a slot");
  }
}
