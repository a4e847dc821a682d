package io.quorate.ovs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.zip.CRC32C;

/**
 * The files of a log as one run of bytes, by their offsets. Behind the last byte stands the
 * <em>trailer</em>, which tells where the log ends among the zeros that follow:
 *
 * <pre>
 *   8 bytes   offset of the end, where the trailer begins
 *   4 bytes   CRC32C of the log's own number and of that offset
 *   4 bytes   "QEND"
 * </pre>
 *
 * <p>It is written together with what is appended, over the one before. Is it not there, then a
 * crash has torn the last write. The log's number is random and known to no client, so no value can
 * pass for a trailer.
 */
final class Segments {

  static final int TRAILER_BYTES = 16;
  private static final int QEND = 0x51454E44;
  private static final int STEP_BYTES = 1 << 20;

  private final long logNumber;
  private final ConcurrentSkipListMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();

  /** By base: written to since they were last synced. */
  private final ConcurrentSkipListSet<Long> dirty = new ConcurrentSkipListSet<>();

  Segments(long logNumber) {
    this.logNumber = logNumber;
  }

  void add(Segment segment) {
    byBase.put(segment.base(), segment);
  }

  int count() {
    return byBase.size();
  }

  /** Offset behind the last byte for which there is a file. */
  long end() {
    return byBase.lastEntry().getValue().end();
  }

  /** Takes out all segments that end at or below this offset. */
  List<Segment> takeBelow(long offset) {
    List<Segment> below = byBase.values().stream().filter(each -> each.end() <= offset).toList();
    below.forEach(each -> byBase.remove(each.base()));
    return below;
  }

  /** Those that hold this offset or later ones, in order. */
  List<Segment> from(long offset) {
    return byBase.values().stream().filter(each -> each.end() > offset).toList();
  }

  private Segment at(long offset) {
    Map.Entry<Long, Segment> entry = byBase.floorEntry(offset);
    if (entry == null || offset >= entry.getValue().end()) {
      throw new AssertionError("no segment for byte " + offset);
    }
    return entry.getValue();
  }

  void write(ByteBuffer from, long offset) throws IOException {
    long at = offset;
    while (from.hasRemaining()) {
      int before = from.remaining();
      Segment segment = at(at);
      dirty.add(segment.base());
      segment.write(from, at);
      at += before - from.remaining();
    }
  }

  byte[] read(long from, long to) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(to - from)];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      long at = from + into.position();
      at(at).read(into, at);
    }
    return bytes;
  }

  /** Makes durable all that was written. What fails once is never tried again by anybody. */
  void force() throws IOException {
    for (Long base : dirty) {
      dirty.remove(base);
      Segment segment = byBase.get(base);
      if (segment != null) {
        segment.force();
      }
    }
  }

  void close() throws IOException {
    for (Segment segment : byBase.values()) {
      segment.close();
    }
  }

  // ---------------------------------------------------------------- where it ends

  ByteBuffer trailer(long end) {
    return ByteBuffer.allocate(TRAILER_BYTES).putLong(end).putInt(check(end)).putInt(QEND).flip();
  }

  private int check(long end) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(logNumber).putLong(end).flip());
    return (int) crc.getValue();
  }

  /**
   * Where a log ends.
   *
   * @param offset behind the last byte; without a trailer so far behind it that nothing but zeros
   *     follows
   * @param whole true if there is a trailer
   */
  record End(long offset, boolean whole) {}

  /** Looks for the end of what is in the files. */
  End findEnd(long start) throws IOException {
    for (Segment segment : byBase.descendingMap().values()) {
      long last = lastWritten(segment);
      if (last >= 0) {
        long trailer = last + 1 - TRAILER_BYTES;
        boolean whole = trailer >= start && isTrailer(read(trailer, last + 1), trailer);
        return whole ? new End(trailer, true) : new End(segment.end(), false);
      }
    }
    return new End(Math.max(start, byBase.firstEntry().getValue().end()), false);
  }

  private boolean isTrailer(byte[] bytes, long at) {
    return ByteBuffer.wrap(bytes).equals(trailer(at));
  }

  /** Offset of the last byte in a segment that is not zero; −1 if there is none. */
  private long lastWritten(Segment segment) throws IOException {
    for (long to = segment.end(); to > segment.base(); to -= STEP_BYTES) {
      long from = Math.max(segment.base(), to - STEP_BYTES);
      byte[] bytes = read(from, to);
      for (int i = bytes.length - 1; i >= 0; i--) {
        if (bytes[i] != 0) {
          return from + i;
        }
      }
    }
    return -1;
  }

  /**
   * Ends the log here: a trailer, and behind it nothing but zeros, durably. The trailer first, so
   * that at no moment the last record is followed by zeros alone.
   */
  void endAt(long end, long written) throws IOException {
    write(trailer(end), end);
    force();
    ByteBuffer zeros = ByteBuffer.allocate(STEP_BYTES);
    for (long at = end + TRAILER_BYTES; at < written; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(STEP_BYTES, written - at));
      write(zeros, at);
    }
    force();
  }

  /**
   * Writes back what was read, and syncs it: what the system's cache gives after a sync that failed
   * need not be on the disk.
   */
  void rewrite(long from, byte[] bytes, int count) throws IOException {
    write(ByteBuffer.wrap(bytes, 0, count), from);
    force();
  }
}
