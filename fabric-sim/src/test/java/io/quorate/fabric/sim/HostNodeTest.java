package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.app.DatagramHandler;
import io.quorate.fabric.app.KeyValueService;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.random.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.IcmpV4Type;

class HostNodeTest {

  private static final int PORT = 7000;

  private final TestLan lan = new TestLan();
  private final List<String> heard = new ArrayList<>();

  private DatagramHandler hearing(String who) {
    return (sourceIp, sourcePort, payload) ->
        heard.add(
            lan.simulator.nowNs() + " " + who + " " + new String(payload, StandardCharsets.UTF_8));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void warmUp() {
    lan.left.ping(lan.right.ipv4(), text("hello"), roundTripNs -> {});
    lan.run(1_000_000);
    lan.frames.clear();
    lan.lanes.clear();
  }

  @Test
  void a_datagram_asks_for_the_address_first_and_then_arrives() {
    lan.right.listen(PORT, hearing("right"));
    lan.left.send(5555, lan.right.ipv4(), PORT, text("one"));
    lan.run(1_000_000);
    assertThat(heard).containsExactly("30000 right one");
    lan.left.send(5555, lan.right.ipv4(), PORT, text("two"));
    lan.run(1_000_000);
    assertThat(heard).last().isEqualTo("1010000 right two");
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(1);
    assertThat(Ethernet.destination(lan.frames.getFirst())).isEqualTo(MacAddress.BROADCAST);
  }

  @Test
  void a_service_answers_from_its_port_to_the_senders() {
    lan.right.serve(PORT, new EchoService());
    List<Integer> sources = new ArrayList<>();
    lan.left.listen(5555, (ip, port, payload) -> sources.addAll(List.of(ip, port)));
    lan.left.send(5555, lan.right.ipv4(), PORT, text("one"));
    lan.run(1_000_000);
    assertThat(sources).containsExactly(lan.right.ipv4(), PORT);
  }

  @Test
  void ping_measures_the_round_trip() {
    warmUp();
    List<Long> trips = new ArrayList<>();
    lan.left.ping(lan.right.ipv4(), text("hello"), trips::add);
    lan.run(1_000_000);
    assertThat(trips).containsExactly(2 * TestLan.LATENCY_NS);
    assertThat(lan.right.count(HostCount.ECHOES_ANSWERED)).isEqualTo(2);
  }

  @Test
  void what_goes_out_is_what_pcap4j_calls_right() throws Exception {
    lan.right.serve(PORT, new EchoService());
    lan.left.listen(5555, hearing("left"));
    for (int i = 0; i < 50; i++) {
      lan.left.send(5555, lan.right.ipv4(), PORT, text("x".repeat(i)));
    }
    lan.left.ping(lan.right.ipv4(), text("hello"), roundTripNs -> {});
    lan.left.send(5555, lan.right.ipv4(), 9, text("closed"));
    lan.run(1_000_000);
    int udp = 0;
    int icmp = 0;
    for (byte[] frame : lan.frames) {
      IpV4Packet ip = EthernetPacket.newPacket(frame, 0, frame.length).get(IpV4Packet.class);
      if (ip == null) {
        continue;
      }
      assertThat(ip.getHeader().hasValidChecksum(true)).isTrue();
      assertThat(ip.getHeader().getDontFragmentFlag()).isFalse();
      if (ip.getPayload() instanceof UdpPacket datagram) {
        udp++;
        assertThat(
                datagram.hasValidChecksum(
                    ip.getHeader().getSrcAddr(), ip.getHeader().getDstAddr(), false))
            .isTrue();
      } else if (ip.getPayload() instanceof IcmpV4CommonPacket message) {
        icmp++;
        assertThat(message.hasValidChecksum(false)).isTrue();
      }
    }
    assertThat(udp)
        .as("14 of the 16 that wait for ARP are echoed; one meets a closed port")
        .isEqualTo(29);
    assertThat(icmp).as("request, reply, unreachable").isEqualTo(3);
  }

  @Test
  void packets_have_identifications_of_their_own() {
    warmUp();
    for (int i = 0; i < 1_000; i++) {
      lan.left.send(5555, lan.right.ipv4(), 9, text("same"));
    }
    lan.run(1_000_000);
    assertThat(
            lan.framesFromLeft().stream().map(f -> Ipv4.identification(f, Ipv4.at(f))).distinct())
        .hasSize(1_000);
  }

  @Test
  void a_closed_port_is_answered_by_icmp_with_the_offending_packets_head() throws Exception {
    warmUp();
    lan.left.send(5555, lan.right.ipv4(), 9, text("anybody?"));
    lan.run(1_000_000);
    assertThat(lan.right.count(HostCount.PORT_UNREACHABLE)).isEqualTo(1);
    assertThat(lan.left.count(HostCount.UNREACHABLE_IN)).isEqualTo(1);
    byte[] frame = lan.frames.getLast();
    IcmpV4CommonPacket message =
        EthernetPacket.newPacket(frame, 0, frame.length).get(IcmpV4CommonPacket.class);
    assertThat(message.getHeader().getType()).isEqualTo(IcmpV4Type.DESTINATION_UNREACHABLE);
    assertThat(message.getHeader().getCode().value()).isEqualTo((byte) 3);
    byte[] sent = lan.framesFromLeft().getLast();
    byte[] quoted = new byte[Ipv4.HEADER_BYTES + Udp.BYTES];
    System.arraycopy(sent, Ethernet.HEADER_BYTES, quoted, 0, quoted.length);
    assertThat(frame).endsWith(quoted);
  }

  @Test
  void a_bit_flipped_anywhere_is_never_delivered_as_another_datagram() {
    warmUp();
    List<String> payloads = new ArrayList<>();
    lan.right.listen(
        PORT, (ip, port, payload) -> payloads.add(new String(payload, StandardCharsets.UTF_8)));
    lan.cable.forth().impose(new Impairment.Corruption(1));
    for (int i = 0; i < 2_000; i++) {
      lan.left.send(5555, lan.right.ipv4(), PORT, text("precious"));
    }
    lan.run(1_000_000);
    assertThat(payloads).as("a flip in an Ethernet source or IP field may pass").isNotEmpty();
    assertThat(payloads).containsOnly("precious");
    assertThat(lan.right.count(HostCount.BAD_IP_CHECKSUM)).isPositive();
    assertThat(lan.right.count(HostCount.BAD_DATAGRAM)).isPositive();
    assertThat(lan.right.count(HostCount.NOT_FOR_US)).isPositive();
  }

  @Test
  void arp_is_asked_again_until_it_is_answered() {
    lan.right.listen(PORT, hearing("right"));
    lan.cable.forth().impose(new Impairment.Block());
    lan.left.send(5555, lan.right.ipv4(), PORT, text("patient"));
    lan.run(ArpTable.RETRY_NS * 2);
    lan.cable.forth().lift(new Impairment.Block());
    lan.run(ArpTable.RETRY_NS + 1_000_000);
    assertThat(heard).hasSize(1);
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(4);
  }

  @Test
  void packets_to_an_address_that_nobody_answers_for_are_given_up() {
    for (int i = 0; i < ArpTable.WAITING_MAX + 3; i++) {
      lan.left.send(5555, TestLan.ip(99), PORT, text("void"));
    }
    lan.run(ArpTable.RETRY_NS * (ArpTable.REQUESTS_MAX + 1));
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(ArpTable.REQUESTS_MAX);
    assertThat(lan.left.count(HostCount.ARP_QUEUE_FULL)).isEqualTo(3);
    assertThat(lan.left.count(HostCount.HOST_UNREACHABLE)).isEqualTo(ArpTable.WAITING_MAX);
    assertThat(lan.simulator.pendingCount()).isZero();
  }

  @Test
  void a_poisoned_address_is_mended_by_asking_again() {
    warmUp();
    lan.right.listen(PORT, hearing("right"));
    byte[] lie = Arp.reply(0x020000000666L, lan.right.ipv4(), lan.left.mac(), lan.left.ipv4());
    lan.left.receive(1, lie);
    lan.left.send(5555, lan.right.ipv4(), PORT, text("lost"));
    lan.run(ArpTable.STALE_NS + 1);
    lan.left.send(5555, lan.right.ipv4(), PORT, text("lost too, but the address is asked for"));
    lan.run(1_000_000);
    lan.left.send(5555, lan.right.ipv4(), PORT, text("arrives"));
    lan.run(1_000_000);
    assertThat(heard).singleElement().asString().endsWith("right arrives");
  }

  @Test
  void an_address_that_traffic_confirms_is_not_asked_for_again() {
    lan.right.serve(PORT, new EchoService());
    lan.left.listen(5555, hearing("left"));
    for (int i = 0; i < 100; i++) {
      lan.left.send(5555, lan.right.ipv4(), PORT, text("tick"));
      lan.run(ArpTable.STALE_NS / 4);
    }
    assertThat(heard).hasSize(100);
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(1);
  }

  @Test
  void answers_to_questions_that_were_not_asked_are_not_believed() {
    byte[] gift = Arp.reply(0x020000000666L, TestLan.ip(50), lan.left.mac(), lan.left.ipv4());
    lan.left.receive(1, gift);
    lan.left.send(5555, TestLan.ip(50), PORT, text("to whom?"));
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(1);
  }

  @Test
  void a_lost_carrier_makes_the_host_ask_again() {
    warmUp();
    lan.cable.takeDown();
    lan.cable.bringUp();
    lan.right.listen(PORT, hearing("right"));
    lan.left.send(5555, lan.right.ipv4(), PORT, text("back"));
    lan.run(1_000_000);
    assertThat(heard).hasSize(1);
    assertThat(lan.left.count(HostCount.ARP_REQUESTS)).isEqualTo(2);
  }

  @Test
  void what_is_not_for_the_host_is_dropped_and_counted() {
    byte[] other =
        Udp.frame(lan.left.mac(), 0x02L, TestLan.ip(2), TestLan.ip(77), 1, PORT, text("x"));
    lan.left.receive(1, other);
    assertThat(lan.left.count(HostCount.WRONG_ADDRESS)).isEqualTo(1);
    byte[] alien = new byte[60];
    Ethernet.putHeader(alien, lan.left.mac(), 0x02L, 0x7a01);
    lan.left.receive(1, alien);
    assertThat(lan.left.count(HostCount.UNKNOWN_PROTOCOL)).isEqualTo(1);
    byte[] broadcast =
        Udp.frame(
            MacAddress.BROADCAST, 0x02L, TestLan.ip(2), lan.left.ipv4(), 1, 9, text("to all"));
    lan.left.receive(1, broadcast);
    assertThat(lan.left.count(HostCount.PORT_UNREACHABLE)).isEqualTo(1);
    assertThat(lan.left.count(HostCount.FRAMES_OUT)).as("no complaint to a broadcast").isZero();
  }

  @Test
  void any_bytes_are_survived() {
    SeededRandom random = new SeededRandom(3);
    byte[] request =
        Icmp.echoRequest(
            lan.left.mac(), 0x02L, TestLan.ip(2), lan.left.ipv4(), 1, 1, text("hello"));
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = i % 2 == 0 ? request.clone() : new byte[14 + random.nextInt(60)];
      if (i % 2 == 0) {
        frame[6 + random.nextInt(frame.length - 6)] = (byte) random.nextInt();
      } else {
        random.nextBytes(frame);
        Ethernet.setDestination(frame, lan.left.mac());
        Ethernet.setType(frame, i % 3 == 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_ARP);
      }
      lan.left.receive(1, frame);
    }
    assertThat(lan.left.count(HostCount.FRAMES_IN)).isEqualTo(20_000);
  }

  @Test
  void a_datagram_that_does_not_fit_is_not_sent() {
    int fits = TestLan.MTU - Ipv4.HEADER_BYTES - Udp.BYTES;
    assertThat(lan.left.send(1, lan.right.ipv4(), PORT, new byte[fits])).isTrue();
    assertThat(lan.left.send(1, lan.right.ipv4(), PORT, new byte[fits + 1])).isFalse();
    assertThat(lan.left.count(HostCount.TOO_LONG)).isEqualTo(1);
    lan.right.listen(PORT, hearing("right"));
    lan.run(1_000_000);
    assertThat(heard).hasSize(1);
  }

  @Test
  void a_port_is_opened_once() {
    lan.left.listen(PORT, hearing("left"));
    assertThatThrownBy(() -> lan.left.serve(PORT, new EchoService()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("UDP port 7000 of left is in use");
  }

  @Test
  void served_ports_that_received_the_same_in_the_same_order_agree() {
    ServedPort first = lan.left.serve(PORT, new KeyValueService());
    ServedPort second = lan.right.serve(PORT, new KeyValueService());
    first.received(1, 2, text("c 1 put k v"));
    first.received(1, 2, text("c 2 put k w"));
    second.received(1, 2, text("c 1 put k v"));
    assertThat(first.receivedDigest()).isNotEqualTo(second.receivedDigest());
    second.received(1, 2, text("c 2 put k w"));
    assertThat(second.receivedDigest()).isEqualTo(first.receivedDigest());
    assertThat(second.receivedCount()).isEqualTo(2);
    assertThat(second.service().stateDigest()).isEqualTo(first.service().stateDigest());
    first.received(1, 3, text("c 3 get k"));
    second.received(1, 4, text("c 3 get k"));
    assertThat(first.receivedDigest())
        .as("who sent it counts")
        .isNotEqualTo(second.receivedDigest());
  }
}
