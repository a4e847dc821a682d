package io.quorate.fabric.program;

import static io.quorate.fabric.program.LoneSwitch.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.LoneSwitch.Ran;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4DestinationUnreachablePacket;
import org.pcap4j.packet.IcmpV4EchoReplyPacket;
import org.pcap4j.packet.IpV4Packet;

/** A client's packet at the edge: stamped and wrapped, or refused so that its stack understands. */
class IngressTest {

  private static final int IP = Ethernet.HEADER_BYTES;

  private final LoneSwitch wan = LoneSwitch.of("wan-three", "WAN0");

  private Ran ingress(byte[] frame) {
    return wan.run(Programs.INGRESS, frame);
  }

  private static Value wrapped(Ran ran) {
    assertThat(ran.goesOn()).isTrue();
    return ((Message.Client) ran.message()).value();
  }

  @Test
  void aPacketIsWrappedWholeForWhoeverLeads() {
    byte[] packet = wan.request("c1", 1, "c1.0 1 get k");

    Ran ran = ingress(packet);

    assertThat(wrapped(ran).bytes()).isEqualTo(Arrays.copyOfRange(packet, IP, packet.length));
    assertThat(Ethernet.destination(ran.frame())).isEqualTo(Addressing.ofLeader(1));
    assertThat(Ethernet.source(ran.frame())).isEqualTo(wan.service().mac());
    assertThat(wan.submitted).containsExactly(wrapped(ran));
    assertThat(wan.programs.stamped()).isEqualTo(1);
  }

  @Test
  void ethernetPaddingIsNotOrdered() {
    byte[] packet = wan.request("c1", 1, "c1.0 1 get k");

    Value padded = wrapped(ingress(Arrays.copyOf(packet, packet.length + 20)));

    assertThat(padded.bytes()).isEqualTo(Arrays.copyOfRange(packet, IP, packet.length));
  }

  @Test
  void theSessionIsTheClientsAddressAndPort() {
    Value first = wrapped(ingress(wan.request("c2", 40_001, 1, "x")));

    assertThat(SessionId.ipv4(first.session())).isEqualTo(wan.host("c2").ipv4());
    assertThat(SessionId.low(first.session())).isEqualTo(40_001);
  }

  @Test
  void eachPacketOfASessionGetsTheNextSequence() {
    Value one = wrapped(ingress(wan.request("c1", 1, "a")));
    Value other = wrapped(ingress(wan.request("c2", 1, "b")));
    Value two = wrapped(ingress(wan.request("c1", 2, "c")));

    assertThat(two.session()).isEqualTo(one.session()).isNotEqualTo(other.session());
    assertThat(two.sequence()).isEqualTo(one.sequence() + 1);
  }

  @Test
  void aForgottenSessionNeverRepeatsASequence() {
    Value before = wrapped(ingress(wan.request("c1", 1, "a")));
    int identification = 2;
    for (int port = 0; port < 1 << 16; port++) {
      ingress(wan.request("c2", port, identification++ & 0xffff, "x"));
    }

    Value after = wrapped(ingress(wan.request("c1", 2, "b")));

    assertThat(after.sequence()).isGreaterThan(before.sequence());
  }

  private void expire(Value packet, long horizon) {
    Message refusal =
        new Message.Refusal(
            packet.session(), packet.sequence(), Message.Refusal.Reason.EXPIRED, 1, horizon);
    assertThat(ingress(wan.from(1, refusal)).goesOn()).isFalse();
  }

  @Test
  void aSessionThatTheGroupHasForgottenGoesOnAboveTheHorizon() {
    Value one = wrapped(ingress(wan.request("c1", 1, "a")));
    expire(one, 500);
    Value two = wrapped(ingress(wan.request("c1", 2, "b")));
    expire(one, 500);
    Value three = wrapped(ingress(wan.request("c1", 3, "c")));
    Value other = wrapped(ingress(wan.request("c2", 1, "d")));

    assertThat(two.sequence()).isEqualTo(501);
    assertThat(three.sequence()).as("a copy of the refusal says nothing new").isEqualTo(502);
    assertThat(other.sequence()).as("the next new one will not be told").isGreaterThan(500);
    assertThat(wan.count(Reason.SESSION_EXPIRED)).isEqualTo(1);
  }

  @Test
  void anEdgeFarAboveTheHorizonComesDownToIt() {
    Value one = wrapped(ingress(wan.request("c1", 1, "a")));
    expire(one, 1L << 40);
    Value two = wrapped(ingress(wan.request("c1", 2, "b")));
    expire(two, 7);

    assertThat(wrapped(ingress(wan.request("c1", 3, "c"))).sequence()).isEqualTo(8);
  }

  // ---------------------------------------------------------------- copies

  @Test
  void aCopyMadeByTheNetworkIsDroppedAndCounted() {
    byte[] packet = wan.request("c1", 77, "c1.0 1 put k v");

    assertThat(ingress(packet).goesOn()).isTrue();
    assertThat(ingress(packet).goesOn()).isFalse();
    assertThat(wan.count(Reason.DUPLICATE_PACKET)).isEqualTo(1);
    assertThat(wan.submitted).hasSize(1);
  }

  @Test
  void anApplicationsOwnRetryIsANewPacket() {
    Value first = wrapped(ingress(wan.request("c1", 77, "c1.0 1 put k v")));
    Value retry = wrapped(ingress(wan.request("c1", 78, "c1.0 1 put k v")));

    assertThat(retry.sequence()).isEqualTo(first.sequence() + 1);
  }

  @Test
  void aCopyIsKnownAfterThousandsOfOtherPackets() {
    byte[] early = wan.request("c1", 0, "early");
    ingress(early);
    for (int identification = 1; identification < RecentPackets.PACKETS_MAX; identification++) {
      ingress(wan.request("c1", identification, "x"));
    }

    assertThat(ingress(early).goesOn()).isFalse();
    assertThat(ingress(wan.request("c1", RecentPackets.PACKETS_MAX, "one more")).goesOn()).isTrue();
    assertThat(ingress(early).goesOn()).isTrue();
  }

  @Test
  void equalIdentificationsOfTwoClientsOrTwoProcessesAreNoCopies() {
    assertThat(ingress(wan.request("c1", 40_000, 5, "same")).goesOn()).isTrue();
    assertThat(ingress(wan.request("c1", 40_001, 5, "same")).goesOn()).isTrue();
    assertThat(ingress(wan.request("c2", 40_000, 5, "same")).goesOn()).isTrue();
  }

  @Test
  void aCopyThatLostItsChecksumIsACopyAllTheSame() {
    byte[] packet = wan.request("c1", 77, "c1.0 1 put k v");
    byte[] without = packet.clone();
    Arrays.fill(without, IP + 26, IP + 28, (byte) 0);

    assertThat(ingress(packet).goesOn()).isTrue();
    assertThat(ingress(without).goesOn()).isFalse();
    assertThat(wan.count(Reason.DUPLICATE_PACKET)).isEqualTo(1);
  }

  @Test
  void theFirstPacketIsNoCopyWhateverItsFieldsAre() {
    assertThat(new RecentPackets().add(0xffff, 0xffff_ffff, 0xffff)).isTrue();
    assertThat(new RecentPackets().add(0, 0, 0)).isTrue();
  }

  @Test
  void whereFragmentationIsForbiddenTheIdentificationTellsNothing() {
    byte[] packet = wan.request("c1", 0, "c1.0 1 get k");
    Ipv4.setIdentification(packet, IP, 0, true);

    assertThat(ingress(packet).goesOn()).isTrue();
    assertThat(ingress(packet).goesOn()).isTrue();
  }

  // ---------------------------------------------------------------- refusals

  private void assertDropped(byte[] frame, Reason reason) {
    assertThat(ingress(frame).goesOn()).isFalse();
    assertThat(wan.count(reason)).as("%s", reason).isEqualTo(1);
    assertThat(wan.submitted).isEmpty();
  }

  @Test
  void aWrongHeaderChecksumIsDropped() {
    byte[] packet = wan.request("c1", 1, "x");
    packet[IP + 8] ^= 1;
    assertDropped(packet, Reason.BAD_PACKET);
    assertThat(wan.emitted).isEmpty();
  }

  @Test
  void aWrongUdpChecksumIsDropped() {
    byte[] packet = wan.request("c1", 1, "x");
    packet[packet.length - 1] ^= 1;
    assertDropped(packet, Reason.BAD_PACKET);
    assertThat(wan.emitted).isEmpty();
  }

  @Test
  void aPacketFromAnUnknownAddressIsDropped() {
    byte[] packet = wan.request("c1", 1, "x");
    Ipv4.setSource(packet, IP, 0x0a0000fe);
    assertDropped(packet, Reason.BAD_PACKET);
  }

  @Test
  void aServiceHostIsNoClient() {
    byte[] packet = wan.request("h1", 1, "x");
    assertDropped(packet, Reason.BAD_PACKET);
  }

  @Test
  void fragmentsAreDropped() {
    byte[] first = wan.request("c1", 1, "x");
    BigEndian.put16(first, IP + 6, 0x2000);
    Ipv4.fillChecksum(first, IP);
    assertDropped(first, Reason.FRAGMENT);
  }

  @Test
  void tcpIsRefusedWithProtocolUnreachableThatQuotesThePacket() throws Exception {
    byte[] packet = wan.request("c1", 1, "looks like TCP to IP");
    BigEndian.put8(packet, IP + 9, Ipv4.PROTOCOL_TCP);
    Ipv4.fillChecksum(packet, IP);

    assertDropped(packet, Reason.NOT_UDP);

    assertUnreachable(packet, Icmp.CODE_PROTOCOL);
  }

  @Test
  void anotherPortIsRefusedWithPortUnreachable() throws Exception {
    byte[] packet = wan.request("c1", 1, "x");
    Udp.setDestinationPort(packet, Udp.at(packet), 53);

    assertDropped(packet, Reason.NOT_UDP);

    assertUnreachable(packet, Icmp.CODE_PORT);
  }

  @Test
  void whatDoesNotFitAMessageIsRefusedWithTheMtuThatWould() throws Exception {
    String fits = "x".repeat(LoneSwitch.VALUE_BYTES_MAX - 28);
    assertThat(ingress(wan.request("c1", 1, fits)).goesOn()).isTrue();
    wan.submitted.clear();
    byte[] packet = wan.request("c1", 2, fits + "x");

    assertDropped(packet, Reason.PACKET_TOO_LONG);

    assertUnreachable(packet, Icmp.CODE_FRAGMENTATION_NEEDED);
    byte[] answer = wan.lastEmitted();
    assertThat(BigEndian.u16(answer, Icmp.at(answer) + 6)).isEqualTo(LoneSwitch.VALUE_BYTES_MAX);
  }

  /** Read by Pcap4J: back to the sender, checksums right, and the packet's beginning quoted. */
  private void assertUnreachable(byte[] packet, int code) throws Exception {
    assertThat(wan.emitted).hasSize(1);
    byte[] frame = wan.lastEmitted();
    EthernetPacket answer = EthernetPacket.newPacket(frame, 0, frame.length);
    assertThat(Ethernet.destination(frame)).isEqualTo(wan.host("c1").mac());
    assertThat(Ethernet.source(frame)).isEqualTo(wan.service().mac());
    IpV4Packet ip = answer.get(IpV4Packet.class);
    assertThat(ip.getHeader().hasValidChecksum(false)).isTrue();
    assertThat(Ipv4.source(frame, IP)).isEqualTo(wan.service().ipv4());
    assertThat(Ipv4.destination(frame, IP)).isEqualTo(wan.host("c1").ipv4());
    IcmpV4CommonPacket icmp = answer.get(IcmpV4CommonPacket.class);
    assertThat(icmp.hasValidChecksum(false)).isTrue();
    assertThat(icmp.getHeader().getCode().value().intValue()).isEqualTo(code);
    byte[] quote = answer.get(IcmpV4DestinationUnreachablePacket.class).getPayload().getRawData();
    assertThat(quote).isEqualTo(Arrays.copyOfRange(packet, IP, IP + 28));
  }

  // ---------------------------------------------------------------- ping

  private byte[] echoRequest() {
    return Icmp.echoRequest(
        wan.service().mac(),
        wan.host("c1").mac(),
        wan.host("c1").ipv4(),
        wan.service().ipv4(),
        7,
        8,
        new byte[] {1, 2, 3});
  }

  @Test
  void theServiceAddressAnswersPings() throws Exception {
    assertThat(ingress(echoRequest()).goesOn()).isFalse();

    byte[] frame = wan.lastEmitted();
    EthernetPacket answer = EthernetPacket.newPacket(frame, 0, frame.length);
    assertThat(Ethernet.destination(frame)).isEqualTo(wan.host("c1").mac());
    assertThat(Ethernet.source(frame)).isEqualTo(wan.service().mac());
    assertThat(Ipv4.source(frame, IP)).isEqualTo(wan.service().ipv4());
    assertThat(answer.get(IcmpV4CommonPacket.class).hasValidChecksum(false)).isTrue();
    IcmpV4EchoReplyPacket echo = answer.get(IcmpV4EchoReplyPacket.class);
    assertThat(echo.getHeader().getIdentifierAsInt()).isEqualTo(7);
    assertThat(echo.getHeader().getSequenceNumberAsInt()).isEqualTo(8);
    assertThat(echo.getPayload().getRawData()).containsExactly(1, 2, 3);
  }

  @Test
  void anIcmpErrorIsNeverAnsweredWithAnother() {
    byte[] error = Icmp.unreachable(wan.request("c1", 1, "x"), IP, Icmp.CODE_PORT, 0);
    Ipv4.setSource(error, IP, wan.host("c1").ipv4());
    Ipv4.setDestination(error, IP, wan.service().ipv4());

    assertDropped(error, Reason.BAD_PACKET);
    assertThat(wan.emitted).isEmpty();
  }

  @Test
  void aDamagedPingIsNotAnswered() {
    byte[] ping = echoRequest();
    ping[ping.length - 1] ^= 1;

    assertDropped(ping, Reason.BAD_PACKET);
    assertThat(wan.emitted).isEmpty();
  }

  @Test
  void theWrappedPacketIsWhatTheClientSent() {
    byte[] inside = wrapped(ingress(wan.request("c1", 9, "c1.0 1 get k"))).bytes();
    byte[] frame = new byte[IP + inside.length];
    Ethernet.putHeader(frame, 0, 0, Ethernet.TYPE_IPV4);
    System.arraycopy(inside, 0, frame, IP, inside.length);

    assertThat(payload(frame)).isEqualTo("c1.0 1 get k");
    assertThat(Udp.isIntact(frame, IP, Udp.at(frame))).isTrue();
  }
}
