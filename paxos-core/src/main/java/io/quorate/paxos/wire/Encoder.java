package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put32;
import static io.quorate.paxos.wire.Layout.put64;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.SnapshotName;
import java.util.Arrays;
import java.util.List;

/**
 * Messages to bytes, wire format v1. What is written begins after the Ethernet header; the
 * EtherType goes into that header.
 */
public final class Encoder {

  private Encoder() {}

  /** Length in bytes of the message on the wire, header included. */
  public static int length(Message message) {
    return Layout.HEADER_BYTES + valueBytes(message);
  }

  /**
   * Writes the message.
   *
   * @param envelope what to write
   * @param bytes has room for {@link #length} bytes from {@code at}
   * @param at where the header begins
   * @return the bytes written
   */
  public static int encode(Envelope envelope, byte[] bytes, int at) {
    Message message = envelope.message();
    int valueBytes = valueBytes(message);
    assert valueBytes <= Sizes.VALUE_MAX : "a message of " + valueBytes + " bytes cannot be framed";
    Arrays.fill(bytes, at, at + Layout.HEADER_BYTES, (byte) 0);
    put16(bytes, at + Layout.MAGIC, Layout.MAGIC_VALUE);
    bytes[at + Layout.VERSION] = Layout.VERSION_VALUE;
    put16(bytes, at + Layout.GROUP, envelope.group());
    put16(bytes, at + Layout.SENDER, envelope.sender());
    put32(bytes, at + Layout.INCARNATION, envelope.incarnation());
    put16(bytes, at + Layout.LENGTH, valueBytes);
    fields(message, bytes, at);
    seal(EtherType.of(message), bytes, at, valueBytes);
    return Layout.HEADER_BYTES + valueBytes;
  }

  /** As {@link #encode(Envelope, byte[], int)}, into an array of its own. */
  public static byte[] encode(Envelope envelope) {
    byte[] bytes = new byte[length(envelope.message())];
    encode(envelope, bytes, 0);
    return bytes;
  }

  static void seal(EtherType type, byte[] bytes, int at, int valueBytes) {
    put32(bytes, at + Layout.CRC, Checksum.of(type.code(), bytes, at, valueBytes));
  }

  private static int valueBytes(Message message) {
    return switch (message) {
      case Message.Client m -> m.value().bytes().length;
      case Message.Read m -> m.query().bytes().length;
      case Message.Accept m -> m.value().bytes().length;
      case Message.Chosen m -> m.value().bytes().length;
      case Message.Reply m -> m.result().bytes().length;
      case Message.Promise m -> Sizes.of(m.known()) + votesBytes(m.votes());
      case Message.Recovered m -> Sizes.of(m.known()) + votesBytes(m.votes());
      case Message.Join m -> 0;
      case Message.Learn m -> Sizes.of(m.known());
      case Message.Trust m -> 0;
      case Message.Prepare m -> 0;
      case Message.Nack m -> 0;
      case Message.Refusal m ->
          m.reason() == Message.Refusal.Reason.EXPIRED ? Layout.HORIZON_BYTES : 0;
      case Message.Repair m -> 0;
      case Message.HandOver m -> 0;
      case Message.Ack m -> Sizes.of(m.known());
      case Message.Canvass m -> 0;
      case Message.Support m -> 0;
      case Message.Fetch m -> 0;
      case Message.Recover m -> 0;
      case Message.Piece m -> m.bytes().length;
    };
  }

  private static int votesBytes(List<Message.Vote> votes) {
    int total = 0;
    for (Message.Vote vote : votes) {
      total += Layout.VOTE_HEADER_BYTES + vote.value().bytes().length;
    }
    return total;
  }

  private static void fields(Message message, byte[] bytes, int at) {
    switch (message) {
      case Message.Join m -> put64(bytes, at + Layout.SLOT, m.deliveredBelow());
      case Message.Client m -> value(m.value(), bytes, at);
      case Message.Read m -> value(m.query(), bytes, at);
      case Message.Accept m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.slot());
        value(m.value(), bytes, at);
      }
      case Message.Learn m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.slot());
        Vectors.write(m.known(), bytes, at);
      }
      case Message.Trust m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.chosenBelow());
        put64(bytes, at + Layout.READ_ROUND, m.round());
        put64(bytes, at + Layout.AUX, m.watermark());
      }
      case Message.Ack m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.deliveredBelow());
        Vectors.write(m.known(), bytes, at);
        put64(bytes, at + Layout.READ_ROUND, m.round());
      }
      case Message.Canvass m -> ballot(m.ballot(), bytes, at);
      case Message.Support m -> ballot(m.ballot(), bytes, at);
      case Message.Prepare m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.fromSlot());
        Ballot before = m.handedOver();
        put64(bytes, at + Layout.AUX, before == null ? 0 : Layout.HANDED_OVER | before.packed());
      }
      case Message.HandOver m -> {
        ballot(m.ballot(), bytes, at);
        put64(bytes, at + Layout.SLOT, m.deliveredBelow());
      }
      case Message.Promise m -> promise(m, bytes, at);
      case Message.Nack m -> ballot(m.promised(), bytes, at);
      case Message.Reply m -> value(m.result(), bytes, at);
      case Message.Refusal m -> {
        put64(bytes, at + Layout.SESSION, m.session());
        put64(bytes, at + Layout.SEQUENCE, m.sequence());
        put64(bytes, at + Layout.AUX, (long) m.leader() << 16 | m.reason().code());
        if (m.reason() == Message.Refusal.Reason.EXPIRED) {
          put64(bytes, at + Layout.HEADER_BYTES, m.horizon());
        }
      }
      case Message.Repair m -> {
        put64(bytes, at + Layout.SLOT, m.fromSlot());
        put64(bytes, at + Layout.AUX, m.count());
      }
      case Message.Chosen m -> {
        put64(bytes, at + Layout.SLOT, m.slot());
        value(m.value(), bytes, at);
      }
      case Message.Fetch m -> snapshot(m.snapshot(), m.offset(), bytes, at);
      case Message.Recover m -> put64(bytes, at + Layout.SLOT, m.fromSlot());
      case Message.Recovered m -> recovered(m, bytes, at);
      case Message.Piece m -> {
        snapshot(m.snapshot(), m.offset(), bytes, at);
        System.arraycopy(m.bytes(), 0, bytes, at + Layout.HEADER_BYTES, m.bytes().length);
      }
    }
  }

  private static void snapshot(SnapshotName name, int offset, byte[] bytes, int at) {
    put64(bytes, at + Layout.SLOT, name.slot());
    put32(bytes, at + Layout.SNAPSHOT_BYTES, name.totalBytes());
    put32(bytes, at + Layout.SNAPSHOT_CHECKSUM, name.checksum());
    put64(bytes, at + Layout.AUX, offset);
  }

  private static void ballot(Ballot ballot, byte[] bytes, int at) {
    put32(bytes, at + Layout.ROUND, ballot.round());
    put16(bytes, at + Layout.NODE, ballot.node());
  }

  private static void value(Value value, byte[] bytes, int at) {
    bytes[at + Layout.FLAGS] = (byte) Layout.flags(value);
    put64(bytes, at + Layout.SESSION, value.session());
    put64(bytes, at + Layout.SEQUENCE, value.sequence());
    System.arraycopy(value.bytes(), 0, bytes, at + Layout.HEADER_BYTES, value.bytes().length);
  }

  private static void promise(Message.Promise promise, byte[] bytes, int at) {
    ballot(promise.ballot(), bytes, at);
    bytes[at + Layout.FLAGS] = (byte) (promise.last() ? Layout.FLAG_LAST : 0);
    put64(bytes, at + Layout.SLOT, promise.fromSlot());
    put64(bytes, at + Layout.AUX, promise.nextSlot());
    put64(bytes, at + Layout.WATERMARK, promise.watermark());
    put64(bytes, at + Layout.HELD_FROM, promise.heldFrom());
    votes(promise.votes(), bytes, Vectors.write(promise.known(), bytes, at));
  }

  private static void recovered(Message.Recovered page, byte[] bytes, int at) {
    ballot(page.promised(), bytes, at);
    bytes[at + Layout.FLAGS] = (byte) (page.last() ? Layout.FLAG_LAST : 0);
    put64(bytes, at + Layout.SLOT, page.fromSlot());
    put64(bytes, at + Layout.AUX, Integer.toUnsignedLong(page.incarnation()));
    put64(bytes, at + Layout.WATERMARK, page.watermark());
    put64(bytes, at + Layout.HELD_FROM, page.deliveredBelow());
    votes(page.votes(), bytes, Vectors.write(page.known(), bytes, at));
  }

  private static void votes(List<Message.Vote> votes, byte[] bytes, int from) {
    int to = from;
    for (Message.Vote vote : votes) {
      Value value = vote.value();
      put64(bytes, to + Layout.VOTE_SLOT, vote.slot());
      put32(bytes, to + Layout.VOTE_ROUND, vote.ballot().round());
      put16(bytes, to + Layout.VOTE_NODE, vote.ballot().node());
      bytes[to + Layout.VOTE_FLAGS] = (byte) Layout.flags(value);
      bytes[to + Layout.VOTE_ZERO] = 0;
      put64(bytes, to + Layout.VOTE_SESSION, value.session());
      put64(bytes, to + Layout.VOTE_SEQUENCE, value.sequence());
      put16(bytes, to + Layout.VOTE_LENGTH, value.bytes().length);
      System.arraycopy(
          value.bytes(), 0, bytes, to + Layout.VOTE_HEADER_BYTES, value.bytes().length);
      to += Layout.VOTE_HEADER_BYTES + value.bytes().length;
    }
  }
}
