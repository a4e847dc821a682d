package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.LoneSwitch.Ran;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** ARP is answered by the switch, for every address of the fabric and for no other. */
class ProxyArpTest {

  private final LoneSwitch wan = LoneSwitch.of("wan-three", "WAN0");
  private final Host c1 = wan.host("c1");

  private Ran asked(int address) {
    return wan.run(Programs.PROXY_ARP, Arp.request(c1.mac(), c1.ipv4(), address));
  }

  private void assertAnswered(int address, long mac) {
    Ran ran = asked(address);
    assertThat(ran.goesOn()).isTrue();
    int at = Arp.at(ran.frame());
    assertThat(Arp.operation(ran.frame(), at)).isEqualTo(Arp.REPLY);
    assertThat(Arp.senderMac(ran.frame(), at)).isEqualTo(mac);
    assertThat(Arp.senderIp(ran.frame(), at)).isEqualTo(address);
    assertThat(Arp.targetMac(ran.frame(), at)).isEqualTo(c1.mac());
    assertThat(Arp.targetIp(ran.frame(), at)).isEqualTo(c1.ipv4());
    assertThat(Ethernet.destination(ran.frame())).isEqualTo(c1.mac());
    assertThat(Ethernet.source(ran.frame())).isEqualTo(mac);
  }

  @Test
  void everyAddressOfTheFabricIsAnsweredFor() {
    for (Host host : wan.fabric.hosts()) {
      if (!host.equals(c1)) {
        assertAnswered(host.ipv4(), host.mac());
      }
    }
    assertAnswered(wan.service().ipv4(), wan.service().mac());
  }

  @Test
  void anAddressThatNobodyHasIsNotAnsweredFor() {
    assertThat(asked(0x0a0000fe).goesOn()).isFalse();
  }

  @Test
  void aHostThatAsksForItsOwnAddressHearsOfNoRival() {
    assertThat(asked(c1.ipv4()).goesOn()).isFalse();
  }

  @Test
  void answersAndDamagedRequestsAreNotAnswered() {
    byte[] reply = Arp.reply(c1.mac(), c1.ipv4(), 1, wan.service().ipv4());
    byte[] request = Arp.request(c1.mac(), c1.ipv4(), wan.service().ipv4());

    assertThat(wan.run(Programs.PROXY_ARP, reply).goesOn()).isFalse();
    for (int length = Ethernet.HEADER_BYTES; length < request.length; length++) {
      byte[] cut = Arrays.copyOf(request, length);
      assertThat(wan.run(Programs.PROXY_ARP, cut).goesOn()).isFalse();
    }
  }
}
