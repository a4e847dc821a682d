package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.LoneSwitch.Ran;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.wire.EtherType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come: no program throws, nothing leaves, and no replica changes. */
class HostileFramesProperties {

  private static final Ballot BOOT = new Ballot(0, 1);
  private static final Value VALUE = Value.of(7, 1, new byte[] {1, 2, 3});

  private final List<LoneSwitch> switches =
      List.of(
          LoneSwitch.of("wan-three", "WAN0"),
          LoneSwitch.of("wan-three", "S1").booted(),
          LoneSwitch.of("wan-three", "S2").booted(),
          LoneSwitch.of("wan-three-kv", "S1").booted(),
          LoneSwitch.of("wan-three-kv", "S3").booted());

  /** All that a replica would tell of itself. */
  private static String state(LoneSwitch at) {
    if (at.programs.paxos() == null) {
      return "none";
    }
    Replica replica = at.replica();
    return String.join(
        " ",
        replica.promised().toString(),
        "next " + replica.nextSlot(),
        "trusts " + replica.trusted(),
        "leads " + replica.isLeader(),
        "stands " + replica.isCandidate(),
        "incarnation " + replica.incarnation(),
        "slot 0 " + replica.chosen(0),
        "state " + replica.stateDigest());
  }

  private void assertHarmless(byte[] frame) {
    for (LoneSwitch at : switches) {
      String before = state(at);
      for (int program = -1; program <= Programs.PROXY_ARP + 1; program++) {
        Ran ran = at.run(program, frame);
        assertThat(ran.verdict()).isEqualTo(Verdict.STOP);
      }
      assertThat(at.emitted).isEmpty();
      assertThat(at.submitted).isEmpty();
      assertThat(at.leaders.size()).isLessThanOrEqualTo(1);
      assertThat(state(at)).isEqualTo(before);
    }
  }

  @Property(tries = 2000)
  void randomBytesBehindEveryEtherType(
      @ForAll EtherType type, @ForAll @Size(max = 200) byte[] payload) {
    byte[] frame = new byte[Ethernet.HEADER_BYTES + payload.length];
    Ethernet.putHeader(frame, 0x027a_0001_0001L, 0x027a_0001_0002L, type.code());
    System.arraycopy(payload, 0, frame, Ethernet.HEADER_BYTES, payload.length);
    assertHarmless(frame);
  }

  @Property(tries = 500)
  void randomBytesOfAnyLength(@ForAll @Size(max = 120) byte[] frame) {
    assertHarmless(frame);
  }

  @Property(tries = 500)
  void packetsOfIpv4CutAndScrambled(@ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    LoneSwitch wan = switches.getFirst();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] packet = Arrays.copyOf(wan.request("c1", 1, "c1.0 1 get k"), length + 14);
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt();
    }
    for (LoneSwitch at : switches) {
      String before = state(at);
      for (int program = 0; program <= Programs.PROXY_ARP; program++) {
        at.run(program, packet);
      }
      assertThat(state(at)).isEqualTo(before);
    }
  }

  /** One of each type, well formed. */
  private static List<Message> messages() {
    return List.of(
        new Message.Join(3),
        new Message.Client(VALUE),
        new Message.Read(VALUE),
        new Message.Accept(new Ballot(1, 2), 0, VALUE),
        new Message.Learn(new Ballot(1, 2), 0),
        new Message.Trust(new Ballot(1, 2), 5, 2, 0),
        new Message.Ack(new Ballot(0, 1), 3, 0),
        new Message.Canvass(new Ballot(4, 2)),
        new Message.Support(new Ballot(4, 1)),
        new Message.Piece(new SnapshotName(9, 100, 7), 0, new byte[40]),
        new Message.Fetch(new SnapshotName(9, 100, 7), 0),
        new Message.HandOver(new Ballot(1, 1), 9),
        new Message.Prepare(new Ballot(4, 2), 0),
        new Message.Promise(
            new Ballot(4, 2), 0, List.of(new Message.Vote(0, BOOT, VALUE)), 1, true, 0, 0),
        new Message.Nack(new Ballot(9, 3)),
        new Message.Reply(VALUE),
        new Message.Refusal(7, 1, Message.Refusal.Reason.BUSY, 2),
        new Message.Repair(0, 4),
        new Message.Chosen(0, VALUE),
        new Message.Recover(2),
        new Message.Recovered(
            1,
            BOOT,
            0,
            List.of(new Message.Vote(0, BOOT, VALUE)),
            true,
            0,
            0,
            Incarnations.FIRST.with(3, 2)));
  }

  @Property(tries = 500)
  void everyBitCounts(@ForAll @IntRange(max = 20) int which, @ForAll @IntRange(max = 511) int bit) {
    byte[] frame =
        PaxosFrame.of(
            0x027a_0001_0001L, 0x027a_0001_0002L, new Envelope(1, 2, 1, messages().get(which)));
    frame[Ethernet.HEADER_BYTES + bit / 8] ^= (byte) (1 << bit % 8);
    assertHarmless(frame);
  }

  @Property(tries = 300)
  void messagesOfStrangersAndOfOtherGroups(
      @ForAll @IntRange(max = 63) int which, @ForAll boolean stranger) {
    Message message = messages().get(which % messages().size());
    if ((message instanceof Message.Client || message instanceof Message.Read) && stranger) {
      return; // A client is nobody's member.
    }
    Envelope envelope = new Envelope(stranger ? 1 : 2, stranger ? 77 : 2, 1, message);
    assertHarmless(PaxosFrame.of(0x027a_0001_0001L, 0x027a_0001_0002L, envelope));
  }

  @Property(tries = 100)
  void malformedFramesAreCounted(@ForAll EtherType type) {
    LoneSwitch s1 = LoneSwitch.of("wan-three", "S1").booted();
    byte[] frame = new byte[100];
    Ethernet.putHeader(frame, 1, 2, type.code());

    s1.run(Programs.ON_ACCEPT, frame);

    assertThat(s1.count(Reason.MALFORMED_FRAME)).isEqualTo(1);
  }

  @Property(tries = 12)
  void aMessageAtTheWrongProgramIsCountedAndChangesNothing(@ForAll @IntRange(max = 11) int which) {
    Message message = messages().get(which);
    LoneSwitch s2 = LoneSwitch.of("wan-three", "S2").booted();
    byte[] frame = s2.from(1, message);
    int wrong = message instanceof Message.Learn ? Programs.ON_ACCEPT : Programs.ON_LEARN;
    String before = state(s2);

    s2.run(wrong, frame);

    assertThat(s2.count(Reason.WRONG_PROGRAM)).isEqualTo(1);
    assertThat(state(s2)).isEqualTo(before);
  }
}
