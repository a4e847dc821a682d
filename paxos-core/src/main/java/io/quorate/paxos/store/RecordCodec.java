package io.quorate.paxos.store;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.machine.SnapshotWriter;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import io.quorate.paxos.store.StoreRecord.Delivered;
import io.quorate.paxos.store.StoreRecord.Held;
import io.quorate.paxos.store.StoreRecord.Promised;
import io.quorate.paxos.store.StoreRecord.Started;
import io.quorate.paxos.store.StoreRecord.Voted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes, big-endian; {@link LogReader} reads them back.
 *
 * <pre>
 *   at 0    4 bytes   length of the body
 *   at 4    1 byte    type: 1 Started, 2 Promised, 3 Voted, 4 Delivered, 5 Checkpoint
 *   at 5    8 bytes   offset below which the log was durable when this record was added to it
 *   at 13   4 bytes   CRC32C (Castagnoli) of the 13 bytes before and of the body
 *   at 17   body
 * </pre>
 *
 * <p>The body has the record's fields in their order: a ballot as the 64 bits of {@link
 * Ballot#packed} (−1 for none), bytes as their length and themselves, a list as its length and its
 * elements, a value as a word for its kind (0 none, 1 a no-op, 2 a client's) and a client's
 * session, sequence and bytes.
 */
public final class RecordCodec {

  /** Bytes before the body. */
  static final int HEADER_BYTES = 17;

  static final int TYPE = 4;
  static final int DURABLE_BELOW = 5;
  static final int CRC = 13;

  static final int STARTED = 1;
  static final int PROMISED = 2;
  static final int VOTED = 3;
  static final int DELIVERED = 4;
  static final int CHECKPOINT = 5;

  private RecordCodec() {}

  /** Bytes that the record takes in a log. */
  public static int length(StoreRecord record) {
    return HEADER_BYTES
        + switch (record) {
          case Started r -> Integer.BYTES;
          case Promised r -> Long.BYTES;
          case Voted r -> 2 * Long.BYTES + ValueBytes.length(r.value());
          case Delivered r -> Long.BYTES + ValueBytes.length(r.value());
          case Checkpoint r ->
              3 * Integer.BYTES + 3 * Long.BYTES + r.state().length + bytes(r.held());
        };
  }

  private static int bytes(List<Held> held) {
    int total = 0;
    for (Held each : held) {
      total += 2 * Long.BYTES + ValueBytes.length(each.voted()) + ValueBytes.length(each.chosen());
    }
    return total;
  }

  /**
   * The record as bytes.
   *
   * @param durableBelow every byte of the log below this offset is durable now; the offset at which
   *     the record will stand is not less
   */
  public static byte[] encode(StoreRecord record, long durableBelow) {
    SnapshotWriter body = new SnapshotWriter();
    write(record, body);
    byte[] bodyBytes = body.toBytes();
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bodyBytes.length);
    out.putInt(bodyBytes.length).put((byte) type(record)).putLong(durableBelow);
    out.putInt(checksum(out.array(), 0, bodyBytes, 0, bodyBytes.length));
    out.put(bodyBytes);
    return out.array();
  }

  static int checksum(byte[] header, int at, byte[] body, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(header, at, CRC);
    crc.update(body, from, length);
    return (int) crc.getValue();
  }

  private static int type(StoreRecord record) {
    return switch (record) {
      case Started r -> STARTED;
      case Promised r -> PROMISED;
      case Voted r -> VOTED;
      case Delivered r -> DELIVERED;
      case Checkpoint r -> CHECKPOINT;
    };
  }

  private static void write(StoreRecord record, SnapshotWriter out) {
    switch (record) {
      case Started r -> out.writeInt(r.incarnation());
      case Promised r -> out.writeLong(r.ballot().packed());
      case Voted r -> {
        out.writeLong(r.ballot().packed());
        out.writeLong(r.slot());
        ValueBytes.write(r.value(), out);
      }
      case Delivered r -> {
        out.writeLong(r.slot());
        ValueBytes.write(r.value(), out);
      }
      case Checkpoint r -> {
        out.writeInt(r.incarnation());
        out.writeLong(r.promised().packed());
        out.writeLong(r.nextSlot());
        out.writeLong(r.watermark());
        out.writeBytes(r.state());
        out.writeInt(r.held().size());
        r.held().forEach(each -> write(each, out));
      }
    }
  }

  private static void write(Held held, SnapshotWriter out) {
    out.writeLong(held.slot());
    Ballot votedIn = held.votedIn();
    out.writeLong(votedIn == null ? Ballot.NONE : votedIn.packed());
    ValueBytes.write(held.voted(), out);
    ValueBytes.write(held.chosen(), out);
  }

  /**
   * The record whose body this is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static StoreRecord read(int type, SnapshotReader in) {
    StoreRecord record =
        switch (type) {
          case STARTED -> new Started(in.readInt());
          case PROMISED -> new Promised(ballot(in));
          case VOTED -> new Voted(ballot(in), slot(in), ValueBytes.readPresent(in));
          case DELIVERED -> new Delivered(slot(in), ValueBytes.read(in));
          case CHECKPOINT ->
              new Checkpoint(
                  in.readInt(), ballot(in), slot(in), slot(in), in.readBytes(), held(in));
          default -> throw new IllegalArgumentException("a record of unknown type " + type);
        };
    in.end();
    return record;
  }

  private static List<Held> held(SnapshotReader in) {
    List<Held> held = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      long slot = slot(in);
      held.add(new Held(slot, votedIn(in), ValueBytes.read(in), ValueBytes.read(in)));
    }
    return held;
  }

  private static @Nullable Ballot votedIn(SnapshotReader in) {
    long packed = in.readLong();
    return packed == Ballot.NONE ? null : ballot(packed);
  }

  private static Ballot ballot(SnapshotReader in) {
    return ballot(in.readLong());
  }

  private static Ballot ballot(long packed) {
    if (packed < 0 || packed >>> (Integer.SIZE - 1 + Short.SIZE) != 0) {
      throw new IllegalArgumentException("no ballot: " + packed);
    }
    return Ballot.ofPacked(packed);
  }

  private static long slot(SnapshotReader in) {
    long slot = in.readLong();
    if (slot < 0) {
      throw new IllegalArgumentException("a negative slot");
    }
    return slot;
  }
}
