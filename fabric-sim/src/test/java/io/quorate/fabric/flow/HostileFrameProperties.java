package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Tcp;
import io.quorate.fabric.packet.Udp;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Any bytes at all may come in by a port; nothing may be thrown, and nothing lost of what goes on.
 */
class HostileFrameProperties {
  private static final String[] REWRITE_EVERYTHING = {
    "priority=9,udp actions=mod_tp_src:1,mod_tp_dst:2,mod_nw_src:1.2.3.4,mod_nw_dst:4.3.2.1,"
        + "dec_ttl,mod_nw_tos:32,resubmit(,1)",
    "priority=9,tcp actions=mod_tp_src:1,mod_tp_dst:2,mod_nw_src:1.2.3.4,mod_nw_tos:8,resubmit(,1)",
    "priority=9,icmp actions=set_field:3->icmp_type,set_field:4->icmp_code,resubmit(,1)",
    "priority=8,ip actions=mod_nw_src:1.2.3.4,mod_nw_dst:4.3.2.1,mod_nw_ttl:9,resubmit(,1)",
    "priority=9,arp actions=set_field:2->arp_op,set_field:1.1.1.1->arp_spa,set_field:2.2.2.2->arp_tpa,"
        + "set_field:02:00:00:00:00:09->arp_sha,set_field:02:00:00:00:00:08->arp_tha,resubmit(,1)",
    "priority=0 actions=resubmit(,1)",
    "table=1 actions=mod_dl_dst:02:00:00:00:00:01,mod_vlan_vid:5,mod_vlan_pcp:3,output:2,"
        + "resubmit(,2)",
    "table=2,vlan_tci=0x1000/0x1000 actions=pop_vlan,output:3,clone(push_vlan:0x88a8,output:4),flood"
  };

  @Property(tries = 3000)
  void noBytesThrow(@ForAll("frames") byte[] frame) {
    byte[] before = frame.clone();
    RecordingSwitch ours = RecordingSwitch.with(REWRITE_EVERYTHING);
    ours.send(1, frame);
    assertThat(ours.pipeline.counters().frames()).isEqualTo(1);
    assertThat(frame).as("what came in is not written").isEqualTo(before);
  }

  @Property(tries = 3000)
  void headersAreFoundOnlyWhereTheyAreWhole(@ForAll("frames") byte[] frame) {
    int ip = Ipv4.at(frame);
    int arp = Arp.at(frame);
    if (arp >= 0) {
      assertThat(arp).isLessThanOrEqualTo(frame.length - Arp.BYTES);
    }
    if (ip >= 0) {
      assertThat(Ipv4.end(frame, ip)).isBetween(ip + 20, frame.length);
      assertThat(Udp.at(frame)).isLessThanOrEqualTo(Ipv4.end(frame, ip) - Udp.BYTES);
      assertThat(Tcp.at(frame)).isLessThanOrEqualTo(Ipv4.end(frame, ip) - Tcp.HEADER_BYTES);
      assertThat(Icmp.at(frame)).isLessThanOrEqualTo(Ipv4.end(frame, ip) - Icmp.BYTES);
    }
    int udp = Udp.at(frame);
    if (udp >= 0 && Udp.isIntact(frame, ip, udp)) {
      assertThat(Udp.payload(frame, udp)).hasSize(Udp.length(frame, udp) - 8);
    }
  }

  @Provide
  Arbitrary<byte[]> frames() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(80);
    Arbitrary<byte[]> valid =
        Arbitraries.integers().between(0, 3).map(HostileFrameProperties::valid);
    Arbitrary<byte[]> damaged =
        Combinators.combine(
                valid,
                Arbitraries.integers().between(0, 80),
                Arbitraries.integers().between(10, 40),
                Arbitraries.bytes(),
                Arbitraries.of(0, 1, 2))
            .as(HostileFrameProperties::damage);
    return Arbitraries.oneOf(noise, valid, damaged);
  }

  private static byte[] valid(int kind) {
    return switch (kind) {
      case 0 -> Udp.frame(1, 2, 3, 4, 5, 6, new byte[20]);
      case 1 -> Arp.request(1, 2, 3);
      case 2 -> Icmp.echoRequest(1, 2, 3, 4, 5, 6, new byte[12]);
      default -> {
        byte[] tcp = Udp.frame(1, 2, 3, 4, 5, 6, new byte[24]);
        BigEndian.put8(tcp, 23, Ipv4.PROTOCOL_TCP);
        BigEndian.put8(tcp, 46, 0x50);
        Ipv4.fillChecksum(tcp, 14);
        yield tcp;
      }
    };
  }

  private static byte[] damage(byte[] frame, int length, int at, byte value, int tags) {
    byte[] damaged = frame.clone();
    if (at < damaged.length) {
      damaged[at] = value;
    }
    for (int i = 0; i < tags; i++) {
      damaged = Ethernet.pushTag(damaged, Ethernet.TYPE_VLAN, value);
    }
    return Arrays.copyOf(damaged, Math.min(length, damaged.length));
  }

  @Property(tries = 500)
  void registersOfTheKeySurviveAnyFrame(@ForAll @Size(max = 70) byte[] frame) {
    RecordingSwitch ours =
        RecordingSwitch.with(
            "actions=load:3->reg0[],run_code:1,resubmit(,1)", "table=1,reg0=3 actions=output:2");
    ours.program(
        1,
        (f, _) -> {
          f.replace(new byte[0]);
          return Verdict.GO_ON;
        });
    assertThat(ours.send(1, frame)).containsOnlyKeys(2);
  }
}
