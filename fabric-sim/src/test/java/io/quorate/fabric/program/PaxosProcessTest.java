package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Event;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames in, the replica stepped, frames out. */
class PaxosProcessTest {

  private static final Ballot BOOT = new Ballot(0, 1);

  private final LoneSwitch s1 = LoneSwitch.of("wan-three", "S1").booted();
  private final LoneSwitch s2 = LoneSwitch.of("wan-three", "S2").booted();

  private static Value value(String text) {
    return Value.of(0x0a0000019c40L, 1, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theFirstLeaderLeadsAtOnceAndSaysSo() {
    LoneSwitch fresh = LoneSwitch.of("wan-three", "S1");
    fresh.paxos().step(new Event.Booted());

    assertThat(fresh.leaders).containsExactly(1);
    assertThat(fresh.emittedMessages())
        .containsExactly(new Message.Trust(BOOT, 0, 0, 0), new Message.Trust(BOOT, 0, 0, 0));
  }

  @Test
  void theLeaderTurnsAClientsFrameIntoAnAcceptForEachPeer() {
    byte[] client = s1.from(0, new Message.Client(value("x")));

    s1.run(Programs.ON_CLIENT, client);

    byte[] toS2 = s1.emitted.get(0);
    byte[] toS3 = s1.emitted.get(1);
    Message accept = new Message.Accept(BOOT, 0, value("x"));
    assertThat(toS2)
        .as("byte for byte what the encoder writes")
        .isEqualTo(
            PaxosFrame.of(
                Addressing.ofNode(1, 2), Addressing.ofNode(1, 1), s1.replica().envelope(accept)));
    assertThat(toS3)
        .isEqualTo(
            PaxosFrame.of(
                Addressing.ofNode(1, 3), Addressing.ofNode(1, 1), s1.replica().envelope(accept)));
  }

  @Test
  void anAcceptorTurnsAnAcceptIntoALearnForEachPeer() {
    s2.run(Programs.ON_ACCEPT, s2.from(1, new Message.Accept(BOOT, 0, value("long enough"))));

    Message learn = new Message.Learn(BOOT, 0);
    assertThat(s2.emitted).hasSize(2);
    for (int i = 0; i < 2; i++) {
      int peer = i == 0 ? 1 : 3;
      assertThat(s2.emitted.get(i))
          .isEqualTo(
              PaxosFrame.of(
                  Addressing.ofNode(1, peer),
                  Addressing.ofNode(1, 2),
                  s2.replica().envelope(learn)));
    }
  }

  @Test
  void aMessageThatWasTaggedOrPaddedOnItsWayIsReadAllTheSameOrNotAtAll() {
    byte[] accept = s2.from(1, new Message.Accept(BOOT, 0, value("x")));
    byte[] padded = java.util.Arrays.copyOf(accept, accept.length + 9);
    byte[] tagged = Ethernet.pushTag(accept, Ethernet.TYPE_VLAN, 5);

    s2.run(Programs.ON_ACCEPT, tagged);
    assertThat(s2.count(Reason.MALFORMED_FRAME)).isEqualTo(1);
    s2.run(Programs.ON_ACCEPT, padded);
    assertThat(s2.emittedMessages()).containsOnly(new Message.Learn(BOOT, 0));
  }

  @Test
  void aSwitchThatDoesNotLeadCountsTheClientsPacketAsLost() {
    s2.run(Programs.ON_CLIENT, s2.from(0, new Message.Client(value("x"))));

    assertThat(s2.count(Reason.REFUSED_NOT_LEADER)).isEqualTo(1);
    assertThat(s2.emitted).as("an ordinary UDP client cannot be told").isEmpty();
  }

  @Test
  void aClientOfOurProtocolIsAnsweredAtItsOwnAddress() {
    LoneSwitch leader = LoneSwitch.of("wan-three-kv", "S1").booted();
    long c1 = leader.host("c1").mac();
    Value put =
        Value.of(SessionId.ofClient(c1, 3), 1, "put k v".getBytes(StandardCharsets.US_ASCII));
    leader.run(Programs.ON_CLIENT, leader.from(0, new Message.Client(put)));
    leader.emitted.clear();

    leader.run(Programs.ON_LEARN, leader.from(2, new Message.Learn(BOOT, 0)));

    assertThat(leader.emitted).hasSize(1);
    assertThat(Ethernet.destination(leader.lastEmitted())).isEqualTo(c1);
    Message.Reply reply = (Message.Reply) leader.emittedMessages().getFirst();
    assertThat(new String(reply.result().bytes(), StandardCharsets.US_ASCII)).isEqualTo("ok");
  }

  @Test
  void aClientOfOurProtocolIsToldWhoLeads() {
    LoneSwitch follower = LoneSwitch.of("wan-three-kv", "S2").booted();
    long c1 = follower.host("c1").mac();
    Value put = Value.of(SessionId.ofClient(c1, 0), 1, new byte[] {'x'});

    follower.run(Programs.ON_CLIENT, follower.from(0, new Message.Client(put)));

    assertThat(follower.emittedMessages())
        .isEqualTo(
            List.of(new Message.Refusal(put.session(), 1, Message.Refusal.Reason.NOT_LEADER, 1)));
    assertThat(Ethernet.destination(follower.lastEmitted())).isEqualTo(c1);
  }

  @Test
  void aRepeatedClientFrameTakesNoSecondSlot() {
    byte[] client = s1.from(0, new Message.Client(value("x")));
    s1.run(Programs.ON_CLIENT, client);
    s1.emitted.clear();

    s1.run(Programs.ON_CLIENT, client);

    assertThat(s1.emitted).isEmpty();
  }
}
