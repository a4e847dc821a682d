package io.quorate.paxos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.message.SnapshotName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Frames whose bytes are written down once and for all, in {@code golden/wire-v1.txt}. Whoever
 * changes them changes the wire format, and owes it a new version.
 */
final class GoldenVectorsTest {

  private static final Value PUT =
      Value.of(0x0A00000101BBL, 7, "put k v".getBytes(StandardCharsets.US_ASCII));
  private static final Value GET =
      Value.of(0x0A00000101BBL, 8, "get k".getBytes(StandardCharsets.US_ASCII));

  /** Nodes 1, 2 and 4 in both roles, majorities, version 1. */
  private static final Value CHANGE =
      Value.change(
          0x2A,
          1,
          HexFormat.of()
              .parseHex("01000002000200030003" + "0000000000000001" + "000100020004000100020004"));

  private static final Value EXTREME = Value.of(-1, Long.MIN_VALUE, new byte[] {0, -1, 127, -128});

  private static Map<String, Envelope> vectors() {
    Map<String, Envelope> vectors = new LinkedHashMap<>();
    vectors.put("join", from(3, 2, new Message.Join(41)));
    vectors.put("client", from(0, 0, new Message.Client(PUT)));
    vectors.put("accept", from(1, 1, new Message.Accept(new Ballot(0, 1), 0, PUT)));
    vectors.put("accept-noop", from(2, 5, new Message.Accept(new Ballot(4, 2), 9, Value.NOOP)));
    vectors.put(
        "accept-batch",
        from(1, 1, new Message.Accept(new Ballot(0, 1), 5, Value.batch(List.of(PUT, EXTREME)))));
    vectors.put(
        "accept-extreme",
        new Envelope(
            0xFFFF,
            0xFFFF,
            -1,
            new Message.Accept(new Ballot(Integer.MAX_VALUE, 0xFFFF), Long.MAX_VALUE, EXTREME)));
    vectors.put("learn", from(2, 1, new Message.Learn(new Ballot(0, 1), 0)));
    vectors.put("trust", from(1, 1, new Message.Trust(new Ballot(0, 1), 9, 7, 0)));
    vectors.put("prepare", from(2, 1, new Message.Prepare(new Ballot(1, 2), 17)));
    vectors.put(
        "promise-empty",
        from(3, 1, new Message.Promise(new Ballot(1, 2), 17, List.of(), 17, true, 12, 5)));
    vectors.put(
        "promise-page",
        from(
            3,
            1,
            new Message.Promise(
                new Ballot(1, 2),
                17,
                List.of(
                    new Vote(17, new Ballot(0, 1), PUT),
                    new Vote(19, new Ballot(0, 1), Value.NOOP)),
                20,
                false,
                0,
                0)));
    vectors.put("nack", from(3, 1, new Message.Nack(new Ballot(6, 3))));
    vectors.put(
        "reply",
        from(
            1,
            1,
            new Message.Reply(
                Value.of(
                    PUT.session(), PUT.sequence(), "ok".getBytes(StandardCharsets.US_ASCII)))));
    vectors.put(
        "refusal-not-leader",
        from(3, 1, new Message.Refusal(PUT.session(), PUT.sequence(), Reason.NOT_LEADER, 1)));
    vectors.put("refusal-stale", from(1, 1, new Message.Refusal(-2, -3, Reason.STALE, 0)));
    vectors.put(
        "refusal-expired",
        from(1, 1, new Message.Refusal(PUT.session(), PUT.sequence(), Reason.EXPIRED, 1, 9)));
    vectors.put("repair", from(3, 1, new Message.Repair(41, 32)));
    vectors.put("chosen", from(1, 1, new Message.Chosen(41, PUT)));
    vectors.put("chosen-noop", from(1, 1, new Message.Chosen(42, Value.NOOP)));
    vectors.put("ack", from(3, 1, new Message.Ack(new Ballot(0, 1), 8, 0)));
    vectors.put("read", from(0, 0, new Message.Read(GET)));
    vectors.put("trust-round", from(1, 1, new Message.Trust(new Ballot(0, 1), 9, 7, 0x30002)));
    vectors.put("ack-round", from(3, 1, new Message.Ack(new Ballot(0, 1), 8, 0x30002)));
    vectors.put(
        "refusal-read-abandoned",
        from(1, 1, new Message.Refusal(GET.session(), GET.sequence(), Reason.READ_ABANDONED, 3)));
    vectors.put("canvass", from(2, 1, new Message.Canvass(new Ballot(1, 2))));
    vectors.put("support", from(3, 1, new Message.Support(new Ballot(1, 2))));
    SnapshotName snapshot = new SnapshotName(100, 4000, 0x12345678);
    byte[] bytes = "state".getBytes(StandardCharsets.US_ASCII);
    vectors.put("piece", from(1, 1, new Message.Piece(snapshot, 2872, bytes)));
    vectors.put("fetch", from(3, 1, new Message.Fetch(snapshot, 1436)));
    vectors.put("handover", from(1, 1, new Message.HandOver(new Ballot(3, 1), 41)));
    vectors.put(
        "prepare-heir", from(2, 1, new Message.Prepare(new Ballot(4, 2), 41, new Ballot(3, 1))));
    Incarnations known = Incarnations.FIRST.with(2, 3).with(0xFFFF, -1);
    vectors.put("learn-known", from(3, 1, new Message.Learn(new Ballot(0, 1), 8, known)));
    vectors.put("ack-known", from(3, 1, new Message.Ack(new Ballot(0, 1), 8, 0, known)));
    vectors.put(
        "promise-known",
        from(
            3,
            1,
            new Message.Promise(
                new Ballot(1, 2),
                17,
                List.of(new Vote(17, new Ballot(0, 1), PUT)),
                18,
                true,
                12,
                5,
                known)));
    vectors.put("recover", from(2, 3, new Message.Recover(17)));
    vectors.put(
        "recovered",
        from(
            3,
            1,
            new Message.Recovered(
                3,
                new Ballot(1, 1),
                17,
                List.of(new Vote(17, new Ballot(0, 1), PUT)),
                true,
                12,
                16,
                known)));
    vectors.put("accept-change", from(1, 1, new Message.Accept(new Ballot(0, 1), 9, CHANGE)));
    vectors.put(
        "promise-change",
        from(
            3,
            1,
            new Message.Promise(
                new Ballot(1, 2),
                9,
                List.of(new Vote(9, new Ballot(0, 1), CHANGE)),
                10,
                true,
                0,
                0)));
    vectors.put("refusal-changing", from(1, 1, new Message.Refusal(0x2A, 1, Reason.CHANGING, 1)));
    return vectors;
  }

  private static Envelope from(int sender, int incarnation, Message message) {
    return new Envelope(1, sender, incarnation, message);
  }

  private static String line(String name, Envelope envelope) {
    return "%s %04x %s"
        .formatted(
            name,
            EtherType.of(envelope.message()).code(),
            HexFormat.of().formatHex(Encoder.encode(envelope)));
  }

  private static List<String> written() {
    try (InputStream in = GoldenVectorsTest.class.getResourceAsStream("/golden/wire-v1.txt")) {
      assertThat(in).as("golden/wire-v1.txt").isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyMessageIsEncodedToTheBytesThatAreWrittenDown() {
    assertThat(vectors().entrySet().stream().map(each -> line(each.getKey(), each.getValue())))
        .containsExactlyElementsOf(written());
  }

  @Test
  void theBytesThatAreWrittenDownAreDecodedToTheMessage() {
    Map<String, Envelope> vectors = vectors();
    for (String line : written()) {
      List<String> words = List.of(line.split(" "));
      byte[] frame = HexFormat.of().parseHex(words.get(2));
      int etherType = HexFormat.fromHexDigits(words.get(1));

      assertThat(Decoder.decode(etherType, frame, 0, frame.length))
          .as(words.get(0))
          .isEqualTo(
              new Decoded.Frame(java.util.Objects.requireNonNull(vectors.get(words.get(0)))));
    }
  }

  @Test
  void everyTypeHasAVector() {
    assertThat(vectors().values().stream().map(each -> EtherType.of(each.message())))
        .contains(EtherType.values());
  }
}
