package io.quorate.ovs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file that says where a log begins, and whether it was closed in order. Two slots of a sector
 * are written in turn, so that one is whole whenever the power goes.
 *
 * <pre>
 *   at 0    8 bytes   "QWALMRK1"
 *   at 8    8 bytes   the log's own random number
 *   at 16   8 bytes   how often the mark was written
 *   at 24   8 bytes   offset at which the log begins
 *   at 32   8 bytes   offset at which it ended when it was closed; −1 while it is written to
 *   at 40   4 bytes   CRC32C of the 40 bytes before
 * </pre>
 *
 * <p>A third slot tells how far the log was synced. It is written after each sync and not synced
 * itself: whatever it says is true, and after a process was killed it is up to date. So a log that
 * ends before it has lost what others may count on, though it may look whole.
 *
 * <pre>
 *   at 1024  8 bytes   the log's own random number
 *   at 1032  8 bytes   offset below which all was synced
 *   at 1040  4 bytes   CRC32C of the 16 bytes before
 * </pre>
 */
final class LogMark {

  static final String NAME = "mark";
  static final int SLOT_BYTES = 512;
  static final long OPEN = -1;

  private static final long MAGIC = 0x5157414C4D524B31L;
  private static final int CHECKED_BYTES = 40;
  private static final long DURABLE_AT = 2 * SLOT_BYTES;
  private static final int DURABLE_CHECKED_BYTES = 16;
  private static final int DURABLE_BYTES = 20;

  private final FileChannel channel;
  private final long logNumber;
  private long count;
  private long start;
  private long closedAt;
  private volatile long durable;

  private LogMark(FileChannel channel, long logNumber, Slot slot, long durable) {
    this.durable = durable;
    this.channel = channel;
    this.logNumber = logNumber;
    this.count = slot.count();
    this.start = slot.start();
    this.closedAt = slot.closedAt();
  }

  private record Slot(long count, long start, long closedAt) {}

  /** What a mark of a new log holds: twice the same. */
  static ByteBuffer fresh(long logNumber) {
    ByteBuffer both = ByteBuffer.allocate(2 * SLOT_BYTES);
    both.put(encode(logNumber, new Slot(0, 0, OPEN))).put(encode(logNumber, new Slot(1, 0, OPEN)));
    return both.flip();
  }

  private static ByteBuffer encode(long logNumber, Slot slot) {
    ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
    bytes.putLong(MAGIC).putLong(logNumber);
    bytes.putLong(slot.count()).putLong(slot.start()).putLong(slot.closedAt());
    bytes.putInt(checksum(bytes, CHECKED_BYTES));
    return bytes.rewind();
  }

  private static int checksum(ByteBuffer bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, count));
    return (int) crc.getValue();
  }

  static LogMark of(Path file, FileChannel channel, long logNumber) throws IOException {
    Slot first = slot(channel, 0, logNumber);
    Slot second = slot(channel, SLOT_BYTES, logNumber);
    if (first == null && second == null) {
      throw Segment.damaged(file, "it is damaged");
    }
    boolean older = second == null || (first != null && first.count() > second.count());
    Slot newest = older ? first : second;
    if (newest == null || newest.start() < 0 || newest.closedAt() < OPEN) {
      throw Segment.damaged(file, "it is damaged");
    }
    return new LogMark(channel, logNumber, newest, durable(channel, logNumber));
  }

  private static @Nullable Slot slot(FileChannel channel, long at, long logNumber)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {}
    boolean whole =
        !bytes.hasRemaining()
            && bytes.getLong(0) == MAGIC
            && bytes.getLong(8) == logNumber
            && bytes.getInt(CHECKED_BYTES) == checksum(bytes, CHECKED_BYTES);
    return whole ? new Slot(bytes.getLong(16), bytes.getLong(24), bytes.getLong(32)) : null;
  }

  /** How far the log was synced; 0 if nobody knows. */
  private static long durable(FileChannel channel, long logNumber) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(DURABLE_BYTES);
    while (bytes.hasRemaining() && channel.read(bytes, DURABLE_AT + bytes.position()) > 0) {}
    boolean whole =
        !bytes.hasRemaining()
            && bytes.getLong(0) == logNumber
            && bytes.getInt(DURABLE_CHECKED_BYTES) == checksum(bytes, DURABLE_CHECKED_BYTES);
    return whole ? Math.max(0, bytes.getLong(8)) : 0;
  }

  /** Below this all was synced, as far as is known. */
  long durable() {
    return durable;
  }

  /** All below was synced; or cut off. */
  void synced(long below) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(DURABLE_BYTES).putLong(logNumber).putLong(below);
    bytes.putInt(checksum(bytes, DURABLE_CHECKED_BYTES)).rewind();
    while (bytes.hasRemaining()) {
      channel.write(bytes, DURABLE_AT + bytes.position());
    }
    durable = below;
  }

  /** Offset at which the log begins. */
  synchronized long start() {
    return start;
  }

  /** Offset at which it ended when it was closed; {@link #OPEN} if it was not. */
  synchronized long closedAt() {
    return closedAt;
  }

  synchronized void trim(long below) throws IOException {
    start = below;
    write();
  }

  /** It is written to from now on. */
  synchronized void opened() throws IOException {
    if (closedAt != OPEN) {
      closedAt = OPEN;
      write();
    }
  }

  synchronized void closed(long end) throws IOException {
    closedAt = end;
    write();
  }

  private void write() throws IOException {
    count++;
    ByteBuffer bytes = encode(logNumber, new Slot(count, start, closedAt));
    long at = count % 2 * SLOT_BYTES;
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
    channel.force(false);
  }

  void close() throws IOException {
    channel.close();
  }
}
