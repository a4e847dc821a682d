package io.quorate.fabric.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people write them. */
class AddressTest {

  @Test
  void readsWhatPeopleWrite() {
    assertThat(MacAddress.parse("02:00:00:00:00:0F")).isEqualTo(0x02000000000fL);
    assertThat(MacAddress.parse("2:0:0:0:0:f")).isEqualTo(0x02000000000fL);
    assertThat(MacAddress.format(MacAddress.BROADCAST)).isEqualTo("ff:ff:ff:ff:ff:ff");
    assertThat(Ipv4Address.parse("10.0.0.255")).isEqualTo(0x0a0000ff);
    assertThat(Ipv4Address.format(0xc0a80001)).isEqualTo("192.168.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02:00:00:00:00",
        "02:00:00:00:00:00:00",
        "02:00:00:00:00:0g",
        "02-00-00-00-00-00",
        "002:00:00:00:00:00",
        "02:00:00:00:00:",
        " 02:00:00:00:00:00",
        "02:00:00:00:00:٠٠"
      })
  void refusesWhatIsNoMacAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacAddress.parse(text))
        .withMessageContaining("'" + text + "' is not a MAC address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.0.1",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.-1",
        "a.b.c.d",
        "10.0.0.1 "
      })
  void refusesWhatIsNoIpv4Address(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ipv4Address.parse(text))
        .withMessageContaining("'" + text + "' is not an IPv4 address");
  }

  @Test
  void knowsPrefixes() {
    for (int bits = 0; bits <= 32; bits++) {
      assertThat(Ipv4Address.prefixLength(Ipv4Address.prefixMask(bits))).isEqualTo(bits);
    }
    assertThat(Ipv4Address.prefixMask(20)).isEqualTo(0xfffff000);
    assertThat(Ipv4Address.prefixLength(0xff00ff00)).isEqualTo(-1);
  }

  @Property
  void macAddressesReadBack(@ForAll @LongRange(min = 0, max = MacAddress.MASK) long address) {
    assertThat(MacAddress.parse(MacAddress.format(address))).isEqualTo(address);
  }

  @Property
  void ipv4AddressesReadBack(@ForAll int address) {
    assertThat(Ipv4Address.parse(Ipv4Address.format(address))).isEqualTo(address);
  }
}
