package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.i32;
import static io.quorate.paxos.wire.Layout.i64;
import static io.quorate.paxos.wire.Layout.u16;
import static io.quorate.paxos.wire.Layout.u8;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.wire.Decoded.Malformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to messages, wire format v1. Frames are hostile: any bytes give a message or a {@link
 * Malformed}, never an exception. Bytes beyond the declared length are padding and ignored.
 */
public final class Decoder {

  private static final int KNOWN_FLAGS =
      Layout.FLAG_NOOP
          | Layout.FLAG_LAST
          | Layout.FLAG_CHANGE
          | Layout.FLAG_BATCH
          | Layout.FLAG_INCARNATIONS;

  private Decoder() {}

  /**
   * Reads a message.
   *
   * @param etherType from the Ethernet header
   * @param bytes the frame
   * @param at where the header begins
   * @param end where the frame ends, at most {@code bytes.length}
   */
  public static Decoded decode(int etherType, byte[] bytes, int at, int end) {
    EtherType type = EtherType.of(etherType);
    if (type == null) {
      return new Malformed("EtherType is not one of ours");
    }
    Malformed wrong = checkHeader(type, bytes, at, end);
    return wrong == null ? body(type, bytes, at) : wrong;
  }

  /**
   * The group that a message says to be of, unchecked, so that a host with several knows whom to
   * ask; −1 if it is too short to say.
   *
   * @param at where the header begins
   * @param end where the frame ends
   */
  public static int group(byte[] bytes, int at, int end) {
    return end - at < Layout.HEADER_BYTES ? -1 : u16(bytes, at + Layout.GROUP);
  }

  private static @Nullable Malformed checkHeader(EtherType type, byte[] bytes, int at, int end) {
    if (end - at < Layout.HEADER_BYTES) {
      return new Malformed("shorter than the header");
    }
    if (u16(bytes, at + Layout.MAGIC) != Layout.MAGIC_VALUE) {
      return new Malformed("wrong magic");
    }
    if (u8(bytes, at + Layout.VERSION) != Layout.VERSION_VALUE) {
      return new Malformed("unknown version " + u8(bytes, at + Layout.VERSION));
    }
    int valueBytes = u16(bytes, at + Layout.LENGTH);
    if (end - at - Layout.HEADER_BYTES < valueBytes) {
      return new Malformed("shorter than its value length says");
    }
    if (Checksum.of(type.code(), bytes, at, valueBytes) != i32(bytes, at + Layout.CRC)) {
      return new Malformed("wrong checksum");
    }
    if (i64(bytes, at + Layout.SLOT) < 0) {
      return new Malformed("slot out of range");
    }
    if (i32(bytes, at + Layout.ROUND) < 0) {
      return new Malformed("ballot round out of range");
    }
    if ((u8(bytes, at + Layout.FLAGS) & ~KNOWN_FLAGS) != 0) {
      return new Malformed("unknown flags");
    }
    return null;
  }

  private static Decoded body(EtherType type, byte[] bytes, int at) {
    int valueBytes = u16(bytes, at + Layout.LENGTH);
    Incarnations known = Vectors.read(bytes, at);
    if (known == null || (known.size() != 0 && !isCounted(type))) {
      return new Malformed("incarnations cut short, not ascending, or where there can be none");
    }
    if (valueBytes != Sizes.of(known) && !carriesValue(type)) {
      return new Malformed(type + " carries no value");
    }
    boolean noop = (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_NOOP) != 0;
    if (noop && (valueBytes != 0 || !mayBeNoop(type))) {
      return new Malformed("no-op flag where there can be none");
    }
    if (isBatch(bytes, at) && (noop || !isWholeBatch(type, bytes, at))) {
      return new Malformed("a batch that is cut short, or where there can be none");
    }
    boolean change = (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_CHANGE) != 0;
    if (change && (noop || isBatch(bytes, at) || !mayBeNoop(type))) {
      return new Malformed("change flag where there can be none");
    }
    boolean paged = type == EtherType.PROMISE || type == EtherType.RECOVERED;
    if (!paged && (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_LAST) != 0) {
      return new Malformed("last-page flag on a message without pages");
    }
    long slot = i64(bytes, at + Layout.SLOT);
    return switch (type) {
      case JOIN -> frame(bytes, at, new Message.Join(slot));
      case ACCEPT ->
          frame(bytes, at, new Message.Accept(ballot(bytes, at), slot, value(bytes, at)));
      case LEARN -> frame(bytes, at, new Message.Learn(ballot(bytes, at), slot, known));
      case TRUST -> trust(bytes, at, slot);
      case ACK -> ack(bytes, at, slot, known);
      case CANVASS -> frame(bytes, at, new Message.Canvass(ballot(bytes, at)));
      case SUPPORT -> frame(bytes, at, new Message.Support(ballot(bytes, at)));
      case PREPARE -> prepare(bytes, at, slot);
      case HANDOVER -> frame(bytes, at, new Message.HandOver(ballot(bytes, at), slot));
      case PROMISE -> promise(bytes, at, known);
      case CLIENT -> frame(bytes, at, new Message.Client(value(bytes, at)));
      case READ -> frame(bytes, at, new Message.Read(value(bytes, at)));
      case REPLY -> frame(bytes, at, new Message.Reply(value(bytes, at)));
      case NACK -> frame(bytes, at, new Message.Nack(ballot(bytes, at)));
      case REPAIR -> repair(bytes, at, slot);
      case CHOSEN -> frame(bytes, at, new Message.Chosen(slot, value(bytes, at)));
      case REFUSAL -> refusal(bytes, at, valueBytes);
      case PIECE, FETCH -> snapshot(type, bytes, at, slot, valueBytes);
      case RECOVER -> frame(bytes, at, new Message.Recover(slot));
      case RECOVERED -> recovered(bytes, at, slot, known);
    };
  }

  private static boolean carriesValue(EtherType type) {
    return switch (type) {
      case CLIENT, READ, ACCEPT, CHOSEN, REPLY, REFUSAL, PROMISE, RECOVERED, PIECE -> true;
      case JOIN,
          LEARN,
          TRUST,
          ACK,
          CANVASS,
          SUPPORT,
          PREPARE,
          NACK,
          REPAIR,
          FETCH,
          RECOVER,
          HANDOVER ->
          false;
    };
  }

  /** True for what is counted in a quorum, and so may say which incarnations its sender knows. */
  private static boolean isCounted(EtherType type) {
    return type == EtherType.LEARN
        || type == EtherType.ACK
        || type == EtherType.PROMISE
        || type == EtherType.RECOVERED;
  }

  private static boolean mayBeNoop(EtherType type) {
    return type == EtherType.ACCEPT || type == EtherType.CHOSEN;
  }

  private static boolean isBatch(byte[] bytes, int at) {
    return (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_BATCH) != 0;
  }

  /** Only a leader makes batches, so a client's is none. */
  private static boolean isWholeBatch(EtherType type, byte[] bytes, int at) {
    int from = at + Layout.HEADER_BYTES;
    return (type == EtherType.ACCEPT || type == EtherType.CHOSEN)
        && i64(bytes, at + Layout.SESSION) == 0
        && i64(bytes, at + Layout.SEQUENCE) == 0
        && BatchBytes.isWellFormed(bytes, from, from + u16(bytes, at + Layout.LENGTH));
  }

  private static Decoded frame(byte[] bytes, int at, Message message) {
    return new Decoded.Frame(
        new Envelope(
            u16(bytes, at + Layout.GROUP),
            u16(bytes, at + Layout.SENDER),
            i32(bytes, at + Layout.INCARNATION),
            message));
  }

  private static Ballot ballot(byte[] bytes, int at) {
    return new Ballot(i32(bytes, at + Layout.ROUND), u16(bytes, at + Layout.NODE));
  }

  private static Value value(byte[] bytes, int at) {
    if ((u8(bytes, at + Layout.FLAGS) & Layout.FLAG_NOOP) != 0) {
      return Value.NOOP;
    }
    int from = at + Layout.HEADER_BYTES;
    byte[] own = Arrays.copyOfRange(bytes, from, from + u16(bytes, at + Layout.LENGTH));
    long session = i64(bytes, at + Layout.SESSION);
    long sequence = i64(bytes, at + Layout.SEQUENCE);
    if ((u8(bytes, at + Layout.FLAGS) & Layout.FLAG_CHANGE) != 0) {
      return Value.change(session, sequence, own);
    }
    return isBatch(bytes, at) ? Value.batch(own) : Value.of(session, sequence, own);
  }

  private static Decoded trust(byte[] bytes, int at, long slot) {
    long watermark = i64(bytes, at + Layout.AUX);
    long round = i64(bytes, at + Layout.READ_ROUND);
    return watermark < 0 || round < 0
        ? new Malformed("watermark or read round out of range")
        : frame(bytes, at, new Message.Trust(ballot(bytes, at), slot, watermark, round));
  }

  private static Decoded ack(byte[] bytes, int at, long slot, Incarnations known) {
    long round = i64(bytes, at + Layout.READ_ROUND);
    return round < 0
        ? new Malformed("read round out of range")
        : frame(bytes, at, new Message.Ack(ballot(bytes, at), slot, round, known));
  }

  private static Decoded prepare(byte[] bytes, int at, long slot) {
    long aux = i64(bytes, at + Layout.AUX);
    long before = aux ^ Layout.HANDED_OVER;
    if (aux != 0 && (before < 0 || before >= Layout.HANDED_OVER)) {
      return new Malformed("a ballot handed over that cannot be");
    }
    Ballot handedOver = aux == 0 ? null : Ballot.ofPacked(before);
    return frame(bytes, at, new Message.Prepare(ballot(bytes, at), slot, handedOver));
  }

  private static Decoded snapshot(EtherType type, byte[] bytes, int at, long slot, int length) {
    int total = i32(bytes, at + Layout.SNAPSHOT_BYTES);
    long offset = i64(bytes, at + Layout.AUX);
    if (slot < 1 || total < 1 || offset < 0 || offset >= total) {
      return new Malformed("a snapshot of nothing, or an offset beyond its end");
    }
    SnapshotName name = new SnapshotName(slot, total, i32(bytes, at + Layout.SNAPSHOT_CHECKSUM));
    if (type == EtherType.FETCH) {
      return frame(bytes, at, new Message.Fetch(name, (int) offset));
    }
    if (length < 1 || length > total - offset) {
      return new Malformed("a piece lies outside its snapshot");
    }
    int from = at + Layout.HEADER_BYTES;
    byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
    return frame(bytes, at, new Message.Piece(name, (int) offset, piece));
  }

  private static Decoded repair(byte[] bytes, int at, long slot) {
    long count = i64(bytes, at + Layout.AUX);
    return count < 1 || count > 0xFFFF
        ? new Malformed("repair count out of range")
        : frame(bytes, at, new Message.Repair(slot, (int) count));
  }

  private static Decoded refusal(byte[] bytes, int at, int valueBytes) {
    long aux = i64(bytes, at + Layout.AUX);
    Reason reason = reason((int) aux & 0xFFFF);
    if (aux >>> 32 != 0 || reason == null) {
      return new Malformed("refusal with an unknown field or reason");
    }
    boolean expired = reason == Reason.EXPIRED;
    if (valueBytes != (expired ? Layout.HORIZON_BYTES : 0)) {
      return new Malformed("a refusal with a horizon where there is none, or without");
    }
    return frame(
        bytes,
        at,
        new Message.Refusal(
            i64(bytes, at + Layout.SESSION),
            i64(bytes, at + Layout.SEQUENCE),
            reason,
            (int) (aux >>> 16),
            expired ? i64(bytes, at + Layout.HEADER_BYTES) : 0));
  }

  private static @Nullable Reason reason(int code) {
    for (Reason reason : Reason.values()) {
      if (reason.code() == code) {
        return reason;
      }
    }
    return null;
  }

  private static Decoded promise(byte[] bytes, int at, Incarnations known) {
    long fromSlot = i64(bytes, at + Layout.SLOT);
    long nextSlot = i64(bytes, at + Layout.AUX);
    List<Vote> votes = new ArrayList<>();
    Malformed wrong = readVotes(bytes, at, Sizes.of(known), votes);
    if (wrong != null) {
      return wrong;
    }
    if (nextSlot <= (votes.isEmpty() ? fromSlot - 1 : votes.getLast().slot())) {
      return new Malformed("the next page would begin before the end of this one");
    }
    long watermark = i64(bytes, at + Layout.WATERMARK);
    long heldFrom = i64(bytes, at + Layout.HELD_FROM);
    if (watermark < 0 || heldFrom < 0) {
      return new Malformed("watermark or first held slot out of range");
    }
    boolean last = (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_LAST) != 0;
    return frame(
        bytes,
        at,
        new Message.Promise(
            ballot(bytes, at), fromSlot, votes, nextSlot, last, watermark, heldFrom, known));
  }

  private static Decoded recovered(byte[] bytes, int at, long fromSlot, Incarnations known) {
    List<Vote> votes = new ArrayList<>();
    Malformed wrong = readVotes(bytes, at, Sizes.of(known), votes);
    if (wrong != null) {
      return wrong;
    }
    long watermark = i64(bytes, at + Layout.WATERMARK);
    long deliveredBelow = i64(bytes, at + Layout.HELD_FROM);
    if (watermark < 0 || deliveredBelow < 0) {
      return new Malformed("watermark or delivered slot out of range");
    }
    long asked = i64(bytes, at + Layout.AUX);
    if (asked >>> 32 != 0) {
      return new Malformed("incarnation out of range");
    }
    boolean last = (u8(bytes, at + Layout.FLAGS) & Layout.FLAG_LAST) != 0;
    if (!last && votes.isEmpty()) {
      return new Malformed("a page without votes that is not the last");
    }
    Ballot promised = ballot(bytes, at);
    return frame(
        bytes,
        at,
        new Message.Recovered(
            (int) asked, promised, fromSlot, votes, last, watermark, deliveredBelow, known));
  }

  /** The votes behind so many bytes of the value; they ascend from the message's slot on. */
  private static @Nullable Malformed readVotes(byte[] bytes, int at, int behind, List<Vote> votes) {
    int from = at + Layout.HEADER_BYTES + behind;
    int end = at + Layout.HEADER_BYTES + u16(bytes, at + Layout.LENGTH);
    long previous = i64(bytes, at + Layout.SLOT) - 1;
    while (from < end) {
      if (end - from < Layout.VOTE_HEADER_BYTES
          || end - from - Layout.VOTE_HEADER_BYTES < u16(bytes, from + Layout.VOTE_LENGTH)) {
        return new Malformed("a vote is cut short");
      }
      Vote vote = vote(bytes, from);
      if (vote == null || vote.slot() <= previous) {
        return new Malformed("a vote is out of range or out of order");
      }
      previous = vote.slot();
      votes.add(vote);
      from += Layout.VOTE_HEADER_BYTES + vote.value().bytes().length;
    }
    return null;
  }

  private static @Nullable Vote vote(byte[] bytes, int from) {
    int round = i32(bytes, from + Layout.VOTE_ROUND);
    Value value = votedValue(bytes, from);
    if (value == null || round < 0 || u8(bytes, from + Layout.VOTE_ZERO) != 0) {
      return null;
    }
    return new Vote(
        i64(bytes, from + Layout.VOTE_SLOT),
        new Ballot(round, u16(bytes, from + Layout.VOTE_NODE)),
        value);
  }

  private static @Nullable Value votedValue(byte[] bytes, int from) {
    long session = i64(bytes, from + Layout.VOTE_SESSION);
    long sequence = i64(bytes, from + Layout.VOTE_SEQUENCE);
    int at = from + Layout.VOTE_HEADER_BYTES;
    int end = at + u16(bytes, from + Layout.VOTE_LENGTH);
    return switch (u8(bytes, from + Layout.VOTE_FLAGS)) {
      case 0 -> Value.of(session, sequence, Arrays.copyOfRange(bytes, at, end));
      case Layout.FLAG_NOOP -> end == at ? Value.NOOP : null;
      case Layout.FLAG_CHANGE ->
          Value.change(session, sequence, Arrays.copyOfRange(bytes, at, end));
      case Layout.FLAG_BATCH ->
          session == 0 && sequence == 0 && BatchBytes.isWellFormed(bytes, at, end)
              ? Value.batch(Arrays.copyOfRange(bytes, at, end))
              : null;
      default -> null;
    };
  }
}
