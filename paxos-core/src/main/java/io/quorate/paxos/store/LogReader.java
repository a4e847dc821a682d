package io.quorate.paxos.store;

import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log back, whatever a crash has made of its end.
 *
 * <p>Of what was not durable any part may be missing, in any order: the record that was being
 * written is torn, and perhaps one behind it is whole. That is cut off; nobody was told of it. But
 * a bad record that was once durable is damage: promises and votes may be among what is lost, and
 * to go on without them could break what was agreed. The two are told apart by what every record
 * says of the log before it: was anything added after the bad record had become durable, then it is
 * damage. (Alagappan et al., "Protocol-Aware Recovery for Consensus-Based Storage", FAST 2018,
 * section 3.3, on why a checksum alone cannot tell. Damage to what was durable last, with nothing
 * behind it, cannot be told here either: a disk that loses what it has acknowledged and says
 * nothing is beyond what a log can mend.)
 */
public final class LogReader {

  private LogReader() {}

  /** What a log holds. */
  public sealed interface Log {}

  /**
   * It can be gone on with.
   *
   * @param recovered for the replica
   * @param end offset behind the last whole record: the log goes on there, so cut off the rest
   * @param tornBytes that are to be cut off
   */
  public record Intact(Recovered recovered, long end, int tornBytes) implements Log {}

  /**
   * What was durable is damaged; the node must not take part with this log.
   *
   * @param at offset of the first bad record
   * @param why for people
   */
  public record Damaged(long at, String why) implements Log {}

  /**
   * Reads a log.
   *
   * @param start offset of the first byte: greater than 0 if what was before it has been trimmed
   * @param bytes all that is there
   */
  public static Log read(long start, byte[] bytes) {
    List<StoreRecord> records = new ArrayList<>();
    int at = 0;
    while (isWhole(start, bytes, at)) {
      try {
        records.add(record(bytes, at));
      } catch (IllegalArgumentException unreadable) {
        return new Damaged(start + at, unreadable.getMessage() + ", though its checksum is right");
      }
      at += RecordCodec.HEADER_BYTES + ByteBuffer.wrap(bytes).getInt(at);
    }
    String damage = damage(start, bytes, at);
    if (start > 0 && (records.isEmpty() || !(records.getFirst() instanceof Checkpoint))) {
      damage = "what was before it is trimmed, but this is no checkpoint";
      at = 0;
    }
    return damage == null
        ? new Intact(new Recovered(records), start + at, bytes.length - at)
        : new Damaged(start + at, damage);
  }

  /**
   * The records of a part of a log, for one who watches it grow.
   *
   * @param start offset of the first byte, where a record begins
   * @param bytes whole records
   * @throws IllegalArgumentException if they are not
   */
  public static List<StoreRecord> part(long start, byte[] bytes) {
    List<StoreRecord> records = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (!isWhole(start, bytes, at)) {
        throw new IllegalArgumentException("no whole record at " + (start + at));
      }
      records.add(record(bytes, at));
      at += RecordCodec.HEADER_BYTES + ByteBuffer.wrap(bytes).getInt(at);
    }
    return records;
  }

  private static StoreRecord record(byte[] bytes, int at) {
    int body = at + RecordCodec.HEADER_BYTES;
    int end = body + ByteBuffer.wrap(bytes).getInt(at);
    SnapshotReader in = new SnapshotReader(Arrays.copyOfRange(bytes, body, end));
    return RecordCodec.read(bytes[at + RecordCodec.TYPE], in);
  }

  /** Looks behind a bad record for one that was added when the bad one was durable. */
  private static @Nullable String damage(long start, byte[] bytes, int bad) {
    for (int at = bad + 1; at <= bytes.length - RecordCodec.HEADER_BYTES; at++) {
      long durableBelow = ByteBuffer.wrap(bytes).getLong(at + RecordCodec.DURABLE_BELOW);
      if (durableBelow > start + bad && isWhole(start, bytes, at)) {
        return "a bad record, durable before the one at " + (start + at) + " was added";
      }
    }
    return null;
  }

  private static boolean isWhole(long start, byte[] bytes, int at) {
    int left = bytes.length - at - RecordCodec.HEADER_BYTES;
    if (left < 0) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int bodyBytes = header.getInt(at);
    long durableBelow = header.getLong(at + RecordCodec.DURABLE_BELOW);
    return bodyBytes >= 0
        && bodyBytes <= left
        && durableBelow >= 0
        && durableBelow <= start + at
        && header.getInt(at + RecordCodec.CRC)
            == RecordCodec.checksum(bytes, at, bytes, at + RecordCodec.HEADER_BYTES, bodyBytes);
  }
}
