package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Programs;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.UdpPacket;

/** Ordered packets are rewritten for each local host, and none is missed. */
class DeliveryTest {

  private static final Ballot BOOT = new Ballot(0, 1);
  private static final int IP = Ethernet.HEADER_BYTES;

  /** Well within the window: the leader says from time to time what may be forgotten. */
  private static final int HEARTBEAT_SLOTS = 1024;

  final LoneSwitch s2 = LoneSwitch.of("wan-three", "S2").booted();
  private long sequence;
  private long slot;

  /** The client's packet, as the leader S1 and this switch agree on it for the next slot. */
  private void ordered(byte[] request) {
    byte[] packet = Arrays.copyOfRange(request, IP, request.length);
    chosen(Value.of(7, ++sequence, packet));
  }

  void ordered(String text) {
    ordered(s2.request("c1", (int) sequence, text));
  }

  private void chosen(Value value) {
    s2.run(Programs.ON_ACCEPT, s2.from(1, new Message.Accept(BOOT, slot, value)));
    s2.run(Programs.ON_LEARN, s2.from(1, new Message.Learn(BOOT, slot)));
    slot++;
    s2.programs.pump();
    if (slot % HEARTBEAT_SLOTS == 0) {
      s2.run(Programs.ON_CONTROL, s2.from(1, new Message.Trust(BOOT, slot, slot, 0)));
    }
  }

  @Test
  void everyLocalHostGetsEveryPacketInOrder() {
    ordered("one");
    ordered("two");
    ordered("three");

    List<String> all = List.of("one", "two", "three");
    assertThat(s2.handed)
        .containsExactlyInAnyOrderEntriesOf(java.util.Map.of("h4", all, "h5", all, "h6", all));
  }

  @Test
  void aRepeatedRequestIsHandedOverOnce() {
    byte[] packet = Arrays.copyOfRange(s2.request("c1", 1, "once"), IP, 14 + 28 + 4);
    chosen(Value.of(7, 1, packet));
    chosen(Value.of(7, 1, packet));

    assertThat(s2.handed.get("h4")).containsExactly("once");
    assertThat(s2.delivered).hasSize(2);
  }

  @Test
  void noopsAreHandedToNobody() {
    chosen(Value.NOOP);

    assertThat(s2.delivered).hasSize(1);
    assertThat(s2.handed).isEmpty();
  }

  @Test
  void onlyTheDestinationIsRewritten() throws Exception {
    byte[] request = s2.request("c1", 4711, "c1.0 1 put k v");
    ordered(request);

    List<Host> local = List.of(s2.host("h4"), s2.host("h5"), s2.host("h6"));
    for (int i = 0; i < local.size(); i++) {
      byte[] frame = s2.handedFrames.get(i);
      assertThat(Ethernet.destination(frame)).isEqualTo(local.get(i).mac());
      assertThat(Ethernet.source(frame)).isEqualTo(s2.host("c1").mac());
      assertThat(Ipv4.destination(frame, IP)).isEqualTo(local.get(i).ipv4());
      assertThat(Ipv4.source(frame, IP)).isEqualTo(s2.host("c1").ipv4());
      assertThat(Ipv4.identification(frame, IP)).isEqualTo(4711);
      assertThat(Arrays.copyOfRange(frame, IP + 20, IP + 26))
          .as("ports and length")
          .isEqualTo(Arrays.copyOfRange(request, IP + 20, IP + 26));
      assertThat(LoneSwitch.payload(frame)).isEqualTo("c1.0 1 put k v");
      assertChecksumsAsPcap4jSeesThem(frame);
    }
  }

  @Test
  void aPacketSentWithoutChecksumStaysWithoutOne() {
    byte[] request = s2.request("c1", 1, "x");
    Arrays.fill(request, IP + 26, IP + 28, (byte) 0);
    ordered(request);

    byte[] frame = s2.handedFrames.getFirst();
    assertThat(Udp.checksum(frame, Udp.at(frame))).isZero();
  }

  static void assertChecksumsAsPcap4jSeesThem(byte[] frame) throws Exception {
    IpV4Packet ip = EthernetPacket.newPacket(frame, 0, frame.length).get(IpV4Packet.class);
    IpV4Packet.IpV4Header header = ip.getHeader();
    assertThat(header.hasValidChecksum(false)).isTrue();
    assertThat(
            ip.get(UdpPacket.class)
                .hasValidChecksum(header.getSrcAddr(), header.getDstAddr(), false))
        .isTrue();
  }

  // ---------------------------------------------------------------- waiting

  @Test
  void packetsWaitForAHostThatCannotBeReachedAndOthersDoNot() {
    s2.unreachable.add("h5");
    ordered("one");
    ordered("two");
    assertThat(s2.handed.get("h4")).containsExactly("one", "two");
    assertThat(s2.handed).doesNotContainKey("h5");

    s2.unreachable.clear();
    s2.programs.pump();
    ordered("three");

    assertThat(s2.handed.get("h5")).containsExactly("one", "two", "three");
    assertThat(s2.handed.get("h4")).containsExactly("one", "two", "three");
  }

  @Test
  void asManyAsMayWaitAreAllHandedOverInTheEnd() {
    s2.unreachable.add("h5");
    List<String> all = IntStream.range(0, Delivery.WAITING_MAX).mapToObj(i -> "p" + i).toList();
    all.forEach(this::ordered);

    s2.unreachable.clear();
    s2.programs.pump();

    assertThat(s2.handed.get("h5")).isEqualTo(all);
    assertThat(s2.count(Reason.HOST_GIVEN_UP)).isZero();
  }

  @Test
  void aHostForWhichTooManyWaitIsGivenUpForGood() {
    ordered("in step");
    s2.unreachable.add("h5");
    for (int i = 0; i <= Delivery.WAITING_MAX; i++) {
      ordered("missed");
    }
    assertThat(s2.count(Reason.HOST_GIVEN_UP)).isEqualTo(1);

    s2.unreachable.clear();
    s2.programs.pump();
    ordered("later");

    assertThat(s2.handed.get("h5")).containsExactly("in step");
    assertThat(s2.handed.get("h4")).hasSize(Delivery.WAITING_MAX + 3).endsWith("later");
    assertThat(s2.run(Programs.ON_REPLY, s2.answer("h5", "c1", "out of step")).goesOn()).isFalse();
    assertThat(s2.count(Reason.BAD_REPLY)).isEqualTo(1);
    assertThat(s2.run(Programs.ON_REPLY, s2.answer("h4", "c1", "in step")).goesOn()).isTrue();
  }

  @Test
  void anOrderedValueThatIsNoPacketIsCounted() {
    chosen(Value.of(7, ++sequence, new byte[] {1, 2, 3}));

    assertThat(s2.handed).isEmpty();
    assertThat(s2.count(Reason.UNDELIVERABLE)).isEqualTo(1);
  }
}
