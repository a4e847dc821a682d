package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.trace.PcapngWriter.Direction;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.SnapshotName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Lua dissector, tried with a real tshark on frames that our encoder wrote. */
class WiresharkDissectorTest {

  private static final Ballot BALLOT = new Ballot(2, 1);
  private static final Value PACKET = Value.of(0x0a0000019c40L, 5, clientPacket());
  private static final Value TEXT =
      Value.of(0x0a0000019c40L, 6, "put k v".getBytes(StandardCharsets.US_ASCII));

  @TempDir private Path directory;

  /** An IPv4 packet as the ingress wraps it. */
  private static byte[] clientPacket() {
    byte[] payload = "c1.0 5 get k".getBytes(StandardCharsets.US_ASCII);
    byte[] frame = Udp.frame(2, 1, 0x0a000001, 0x0a000064, 40_000, 7_000, payload);
    return Arrays.copyOfRange(frame, Ethernet.HEADER_BYTES, frame.length);
  }

  private static byte[] frame(Message message) {
    return PaxosFrame.of(0x01515000ff01L, 0x025150000001L, new Envelope(1, 3, 7, message));
  }

  private List<String> tshark(List<byte[]> frames, String... arguments) throws Exception {
    Path file = directory.resolve("trace.pcapng");
    try (PcapngWriter writer = PcapngWriter.create(file, "")) {
      int port = writer.addPort("S1:2", "S1 port 2, to S2");
      for (int i = 0; i < frames.size(); i++) {
        writer.frame(port, i, Direction.INBOUND, frames.get(i), "");
      }
    }
    List<String> all = new ArrayList<>(List.of("-X", "lua_script:" + Tshark.DISSECTOR));
    all.addAll(List.of(arguments));
    return Tshark.lines(file, all.toArray(String[]::new));
  }

  @Test
  void the_info_column_tells_every_type() throws Exception {
    List<Message> messages =
        List.of(
            new Message.Join(12),
            new Message.Client(TEXT),
            new Message.Accept(BALLOT, 17, TEXT),
            new Message.Accept(BALLOT, 18, Value.NOOP),
            new Message.Learn(BALLOT, 17),
            new Message.Trust(BALLOT, 18, 16, 0),
            new Message.Prepare(BALLOT, 9),
            new Message.Promise(
                BALLOT,
                9,
                List.of(
                    new Message.Vote(9, new Ballot(1, 2), TEXT),
                    new Message.Vote(11, new Ballot(0, 1), Value.NOOP)),
                12,
                false,
                3,
                2),
            new Message.Nack(BALLOT),
            new Message.Reply(TEXT),
            new Message.Refusal(3, 4, Message.Refusal.Reason.BUSY, 2),
            new Message.Refusal(3, 5, Message.Refusal.Reason.EXPIRED, 2, 77),
            new Message.Accept(BALLOT, 19, Value.batch(List.of(TEXT, TEXT))),
            new Message.Repair(5, 6),
            new Message.Chosen(17, TEXT),
            new Message.Ack(BALLOT, 18, 0),
            new Message.Read(TEXT),
            new Message.Trust(BALLOT, 18, 16, 0x50001),
            new Message.Refusal(3, 4, Message.Refusal.Reason.READ_ABANDONED, 2),
            new Message.Canvass(BALLOT),
            new Message.Support(BALLOT),
            new Message.Piece(new SnapshotName(40, 5000, 7), 1436, new byte[] {1, 2, 3}),
            new Message.Fetch(new SnapshotName(40, 5000, 7), 2872),
            new Message.Prepare(BALLOT, 9, new Ballot(1, 3)),
            new Message.HandOver(BALLOT, 9),
            new Message.Recover(9),
            new Message.Recovered(
                4,
                BALLOT,
                9,
                List.of(new Message.Vote(19, BALLOT, TEXT)),
                true,
                3,
                18,
                Incarnations.FIRST.with(1, 4).with(2, -1)),
            new Message.Learn(BALLOT, 17, Incarnations.FIRST.with(1, 4)));
    String client = "session=0x00000a0000019c40 seq=6";
    assertThat(
            tshark(
                messages.stream().map(WiresharkDissectorTest::frame).toList(),
                "-Tfields",
                "-e_ws.col.Protocol",
                "-e_ws.col.Info"))
        .containsExactly(
            "Quorate\tJOIN delivered-below=12 from=3",
            "Quorate\tCLIENT " + client + " from=3 7 bytes",
            "Quorate\tACCEPT b=2.1 slot=17 " + client + " from=3 7 bytes",
            "Quorate\tACCEPT b=2.1 slot=18 no-op from=3",
            "Quorate\tLEARN b=2.1 slot=17 from=3",
            "Quorate\tTRUST b=2.1 chosen-below=18 watermark=16 from=3",
            "Quorate\tPREPARE b=2.1 from-slot=9 from=3",
            "Quorate\tPROMISE b=2.1 from-slot=9 from=3 votes=2 more-from=12",
            "Quorate\tNACK b=2.1 from=3",
            "Quorate\tREPLY " + client + " from=3 7 bytes",
            "Quorate\tREFUSAL session=0x0000000000000003 seq=4 reason=busy leader=2 from=3",
            "Quorate\tREFUSAL session=0x0000000000000003 seq=5 reason=expired leader=2 horizon=77"
                + " from=3",
            "Quorate\tACCEPT b=2.1 slot=19 batch from=3 values=2",
            "Quorate\tREPAIR from-slot=5 count=6 from=3",
            "Quorate\tCHOSEN slot=17 " + client + " from=3 7 bytes",
            "Quorate\tACK b=2.1 delivered-below=18 from=3",
            "Quorate\tREAD " + client + " from=3 7 bytes",
            "Quorate\tTRUST b=2.1 chosen-below=18 watermark=16 round=327681 from=3",
            "Quorate\tREFUSAL session=0x0000000000000003 seq=4 reason=read abandoned leader=2 from=3",
            "Quorate\tCANVASS b=2.1 from=3",
            "Quorate\tSUPPORT b=2.1 from=3",
            "Quorate\tPIECE snapshot-of=40 at=1436 of=5000 from=3 3 bytes",
            "Quorate\tFETCH snapshot-of=40 at=2872 of=5000 from=3",
            "Quorate\tPREPARE b=2.1 from-slot=9 heir-of=1.3 from=3",
            "Quorate\tHANDOVER b=2.1 delivered-below=9 from=3",
            "Quorate\tRECOVER from-slot=9 from=3",
            "Quorate\tRECOVERED b=2.1 from-slot=9 delivered-below=18 asked-by=4 from=3 knows=1:4,2:4294967295 votes=1",
            "Quorate\tLEARN b=2.1 slot=17 from=3 knows=1:4");
  }

  @Test
  void every_field_of_the_header_has_a_name() throws Exception {
    assertThat(
            tshark(
                List.of(frame(new Message.Accept(BALLOT, 17, TEXT))),
                "-Tfields",
                "-equorate.type",
                "-equorate.magic",
                "-equorate.version",
                "-equorate.flags",
                "-equorate.group",
                "-equorate.sender",
                "-equorate.incarnation",
                "-equorate.ballot",
                "-equorate.ballot.round",
                "-equorate.ballot.node",
                "-equorate.value_length",
                "-equorate.slot",
                "-equorate.session",
                "-equorate.sequence",
                "-equorate.aux",
                "-equorate.auth",
                "-equorate.crc.good",
                "-equorate.value"))
        .containsExactly(
            "0x7a01\t0x5150\t1\t0x00\t1\t3\t7\t2.1\t2\t1\t7\t17\t0x00000a0000019c40\t6\t0\t"
                + "0x0000000000000000\t1\t707574206b2076");
  }

  @Test
  void an_ordered_packet_is_dissected_and_the_columns_stay_ours() throws Exception {
    assertThat(
            tshark(
                List.of(frame(new Message.Accept(BALLOT, 17, PACKET))),
                "-Tfields",
                "-equorate.slot",
                "-eip.src",
                "-eudp.dstport",
                "-e_ws.col.Protocol",
                "-e_ws.col.Source"))
        .containsExactly("17\t10.0.0.1\t7000\tQuorate\t02:51:50:00:00:01");
  }

  @Test
  void votes_are_named_and_frames_can_be_filtered_by_slot_and_ballot() throws Exception {
    List<byte[]> frames =
        List.of(
            frame(
                new Message.Promise(
                    BALLOT,
                    9,
                    List.of(new Message.Vote(9, new Ballot(1, 2), TEXT)),
                    10,
                    true,
                    0,
                    0)),
            frame(new Message.Learn(BALLOT, 17)),
            frame(new Message.Learn(new Ballot(3, 1), 18)));
    assertThat(tshark(frames, "-Y", "quorate.vote.round == 1", "-Tfields", "-equorate.vote.slot"))
        .containsExactly("9");
    assertThat(framesThat(frames, "quorate.slot == 17")).hasSize(1);
    assertThat(framesThat(frames, "quorate.ballot.round >= 2 && quorate.type == 0x7a02"))
        .hasSize(2);
  }

  private List<String> framesThat(List<byte[]> frames, String filter) throws Exception {
    java.nio.file.Files.delete(directory.resolve("trace.pcapng"));
    return tshark(frames, "-Y", filter);
  }

  @Test
  void a_damaged_frame_is_shown_as_such() throws Exception {
    byte[] flipped = frame(new Message.Accept(BALLOT, 17, PACKET));
    flipped[Ethernet.HEADER_BYTES + 21] ^= 1;
    byte[] cut = Arrays.copyOf(frame(new Message.Learn(BALLOT, 17)), 40);
    byte[] noMagic = frame(new Message.Learn(BALLOT, 17));
    noMagic[Ethernet.HEADER_BYTES] = 0;
    byte[] tooShort = Arrays.copyOf(frame(new Message.Client(TEXT)), 80);
    byte[] padded = Arrays.copyOf(frame(new Message.Learn(BALLOT, 17)), 100);
    List<String> infos =
        tshark(
            List.of(flipped, cut, noMagic, tooShort, padded),
            "-Tfields",
            "-e_ws.col.Info",
            "-equorate.crc.good");
    assertThat(infos.get(0)).contains("(damaged)").endsWith("\t0");
    assertThat(infos.get(1)).startsWith("LEARN malformed: shorter than the header");
    assertThat(infos.get(2)).startsWith("LEARN malformed: wrong magic");
    assertThat(infos.get(3)).startsWith("CLIENT malformed: shorter than its value length says");
    assertThat(infos.get(4)).isEqualTo("LEARN b=2.1 slot=17 from=3\t1");
  }
}
