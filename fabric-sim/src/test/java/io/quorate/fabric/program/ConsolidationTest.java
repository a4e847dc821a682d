package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.TestFabrics;
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
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.UdpPacket;

/**
 * An answer on its way from a service host's switch to the client: wrapped, numbered, one let out.
 */
class ConsolidationTest {

  private static final int IP = Ethernet.HEADER_BYTES;

  private final LoneSwitch s1 = LoneSwitch.of("wan-three", "S1").booted();
  private final LoneSwitch s2 = LoneSwitch.of("wan-three", "S2").booted();
  private final LoneSwitch wan = LoneSwitch.of("wan-three", "WAN0");

  private static byte[] reply(LoneSwitch at, String host, String client, String text) {
    Ran ran = at.run(Programs.ON_REPLY, at.answer(host, client, text));
    assertThat(ran.goesOn()).isTrue();
    return ran.frame();
  }

  private byte[] h1Says(String text) {
    return reply(s1, "h1", "c1", text);
  }

  private byte[] h4Says(String text) {
    return reply(s2, "h4", "c1", text);
  }

  private boolean passesOn(LoneSwitch edge, byte[] reply) {
    return edge.run(Programs.CONSOLIDATE, reply).goesOn();
  }

  @Test
  void anAnswerTravelsAsReplyToTheClientsEdge() {
    byte[] frame = h1Says("c1.0 1 ok");

    assertThat(Ethernet.destination(frame)).isEqualTo(wan.host("c1").mac());
    assertThat(Ethernet.source(frame)).isEqualTo(Addressing.ofNode(1, 1));
    Value value = ((Message.Reply) LoneSwitch.message(frame)).result();
    assertThat(SessionId.ipv4(value.session())).isEqualTo(wan.host("c1").ipv4());
    assertThat(SessionId.low(value.session())).isEqualTo(40_000);
    assertThat(Ipv4.source(value.bytes(), 0)).isEqualTo(wan.service().ipv4());
  }

  @Test
  void theClientGetsAnOrdinaryPacketFromTheServiceAddress() throws Exception {
    Ran out = wan.run(Programs.CONSOLIDATE, h4Says("c1.0 1 ok v"));

    assertThat(out.goesOn()).isTrue();
    byte[] frame = out.frame();
    assertThat(Ethernet.destination(frame)).isEqualTo(wan.host("c1").mac());
    assertThat(Ethernet.source(frame)).isEqualTo(wan.service().mac());
    assertThat(Ipv4.source(frame, IP)).isEqualTo(wan.service().ipv4());
    assertThat(Ipv4.destination(frame, IP)).isEqualTo(wan.host("c1").ipv4());
    assertThat(Udp.sourcePort(frame, Udp.at(frame))).isEqualTo(7000);
    assertThat(Udp.destinationPort(frame, Udp.at(frame))).isEqualTo(40_000);
    assertThat(LoneSwitch.payload(frame)).isEqualTo("c1.0 1 ok v");
    IpV4Packet ip = EthernetPacket.newPacket(frame, 0, frame.length).get(IpV4Packet.class);
    assertThat(ip.getHeader().hasValidChecksum(false)).isTrue();
    assertThat(
            ip.get(UdpPacket.class)
                .hasValidChecksum(ip.getHeader().getSrcAddr(), ip.getHeader().getDstAddr(), false))
        .isTrue();
  }

  @Test
  void theFirstAnswerIsPassedOnAndThoseOfOtherHostsAreNot() {
    assertThat(passesOn(wan, h4Says("ok"))).isTrue();
    assertThat(passesOn(wan, h1Says("ok"))).isFalse();
    assertThat(passesOn(wan, reply(s1, "h2", "c1", "ok"))).isFalse();
    assertThat(wan.count(Reason.REPEATED_REPLY)).isEqualTo(2);
  }

  @Test
  void aCopyMadeByTheNetworkIsNotPassedOn() {
    byte[] reply = h1Says("ok");

    assertThat(passesOn(wan, reply)).isTrue();
    assertThat(passesOn(wan, reply)).isFalse();
  }

  @Test
  void equalAnswersToTwoRequestsAreTwoAnswers() {
    assertThat(passesOn(wan, h1Says("ok"))).isTrue();
    assertThat(passesOn(wan, h1Says("ok"))).isTrue();
    assertThat(passesOn(wan, h4Says("ok"))).isFalse();
    assertThat(passesOn(wan, h4Says("ok"))).isFalse();
    assertThat(passesOn(wan, h4Says("ok"))).isTrue();
  }

  @Test
  void equalAnswersToTwoClientsAreTwoAnswers() {
    assertThat(passesOn(wan, reply(s1, "h1", "c1", "ok"))).isTrue();
    assertThat(passesOn(wan, reply(s1, "h1", "c2", "ok"))).isTrue();
  }

  @Test
  void whereTwoMustAgreeTheSecondEqualAnswerIsPassedOn() {
    LoneSwitch edge = new LoneSwitch(TestFabrics.agreeing(2), "WAN0");

    assertThat(passesOn(edge, h1Says("ok"))).isFalse();
    assertThat(passesOn(edge, h1Says("ok"))).as("one host is one witness").isFalse();
    assertThat(passesOn(edge, h4Says("different"))).isFalse();
    assertThat(passesOn(edge, h4Says("ok"))).isTrue();
    assertThat(passesOn(edge, reply(s1, "h2", "c1", "ok"))).isFalse();
  }

  @Test
  void whereThreeMustAgreeTheThirdEqualAnswerIsPassedOn() {
    LoneSwitch edge = new LoneSwitch(TestFabrics.agreeing(3), "WAN0");

    assertThat(passesOn(edge, h1Says("ok"))).isFalse();
    assertThat(passesOn(edge, h4Says("ok"))).isFalse();
    assertThat(passesOn(edge, reply(s1, "h2", "c1", "ok"))).isTrue();
    assertThat(passesOn(edge, reply(s1, "h3", "c1", "ok"))).isFalse();
  }

  @Test
  void aHostThatFellFarBehindIsNotPassedOnBeforeItHasCaughtUp() {
    for (int i = 0; i <= ReplyLedger.LAG_MAX; i++) {
      assertThat(passesOn(wan, h1Says("answer " + i))).isTrue();
    }

    assertThat(passesOn(wan, h4Says("answer 0"))).isFalse();
    assertThat(wan.count(Reason.LATE_REPLY)).isEqualTo(1);
    for (int i = 1; i <= ReplyLedger.LAG_MAX; i++) {
      assertThat(passesOn(wan, h4Says("answer " + i))).isFalse();
    }
    assertThat(passesOn(wan, h4Says("news"))).isTrue();
    assertThat(passesOn(wan, h1Says("news"))).isFalse();
  }

  /** One wrong bit in the Ethernet destination takes a reply to another client's switch. */
  @Test
  void anAnswerForAClientOfAnotherEdgeIsNotPassedOn() {
    LoneSwitch elsewhere = LoneSwitch.of("wan-three", "S3").booted();

    assertThat(passesOn(elsewhere, h1Says("ok"))).isFalse();
    assertThat(elsewhere.count(Reason.BAD_REPLY)).isEqualTo(1);
  }

  // ---------------------------------------------------------------- what is no answer

  private void assertRefused(byte[] frame) {
    assertThat(s1.run(Programs.ON_REPLY, frame).goesOn()).isFalse();
    assertThat(s1.count(Reason.BAD_REPLY)).isEqualTo(1);
  }

  @Test
  void aDamagedAnswerIsNotWrapped() {
    byte[] frame = s1.answer("h1", "c1", "ok");
    frame[frame.length - 1] ^= 1;
    assertRefused(frame);
  }

  @Test
  void anAnswerToAServiceHostIsNotWrapped() {
    byte[] frame = s1.answer("h1", "c1", "ok");
    Ipv4.setDestination(frame, IP, s1.host("h2").ipv4());
    assertRefused(frame);
  }

  @Test
  void aClientIsNoServiceHost() {
    byte[] frame = s1.answer("h1", "c1", "ok");
    Ipv4.setSource(frame, IP, s1.host("c2").ipv4());
    assertRefused(frame);
  }

  @Test
  void aLongAnswerIsNotWrapped() {
    assertRefused(s1.answer("h1", "c1", "x".repeat(LoneSwitch.VALUE_BYTES_MAX - 27)));
  }

  @Test
  void icmpIsNoAnswer() {
    assertRefused(Icmp.portUnreachable(s1.answer("h1", "c1", "ok"), IP));
  }

  @Test
  void aReplyThatHoldsNoPacketForAClientIsNotPassedOn() {
    long c1 = SessionId.ofPacket(wan.host("c1").ipv4(), 40_000);
    byte[] packet = new byte[40];
    long unknownHost = 9L << OnReply.NUMBER_BITS | 1;
    byte[] real = s1.answer("h1", "c1", "ok");
    byte[] inside = Arrays.copyOfRange(real, IP, real.length);
    long unknownClient = SessionId.ofPacket(0x0a0000fe, 40_000);

    for (Value bad :
        new Value[] {
          Value.of(c1, 1, packet),
          Value.of(c1, 2, new byte[0]),
          Value.of(c1, unknownHost, inside),
          Value.of(unknownClient, 3, inside)
        }) {
      assertThat(passesOn(wan, wan.from(1, new Message.Reply(bad)))).isFalse();
    }
    assertThat(wan.count(Reason.BAD_REPLY)).isEqualTo(4);
  }
}
