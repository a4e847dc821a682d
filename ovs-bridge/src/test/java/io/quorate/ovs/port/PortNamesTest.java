package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user gives, and bells: nothing here needs an interface. */
final class PortNamesTest {

  @Test
  void kindsHaveTheNamesThatUsersGive() {
    assertThat(PortKind.parse("ffm")).isEqualTo(PortKind.FFM);
    assertThat(PortKind.parse("pcap4j")).isEqualTo(PortKind.PCAP4J);
    assertThatThrownBy(() -> PortKind.parse("FFM"))
        .isInstanceOf(PortException.class)
        .hasMessage("no kind of raw port is called 'FFM'; say ffm or pcap4j");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    PortOptions options = PortOptions.defaults();
    assertThatThrownBy(() -> options.withBufferBytes(1)).hasMessageContaining("65536");
    assertThatThrownBy(() -> options.withFrameBytesMax(63)).hasMessageContaining("from 64");
    assertThatThrownBy(() -> options.withFrameBytesMax(1 << 20)).hasMessageContaining("65550");
    assertThatThrownBy(() -> options.withEtherTypes(List.of(0x10000)))
        .hasMessage("EtherType is 65536; give one from 0 to 65535");
    assertThatThrownBy(() -> options.withEtherTypes(Collections.nCopies(65, 1)))
        .hasMessageContaining("number of EtherTypes is 65");
  }

  @Test
  void aBellRungBeforeAWaitEndsIt() {
    for (Bell bell : List.of(new MonitorBell(), Bell.create())) {
      try (bell;
          WaitSet waits = new WaitSet(bell)) {
        bell.ring();
        bell.ring();
        waits.await(Long.MAX_VALUE);
        assertThat(waits.rung()).isTrue();
        waits.await(1_000);
        assertThat(waits.rung()).isFalse();
      }
      bell.ring();
    }
  }
}
