package io.quorate.ovs.store;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One file of a log: a header, then a fixed number of bytes of the log, zero where nothing was
 * written yet.
 *
 * <pre>
 *   at 0    8 bytes   "QWALSEG1"
 *   at 8    8 bytes   the log's own random number
 *   at 16   8 bytes   offset in the log of the first byte
 *   at 24   8 bytes   size of the file
 *   at 32   4 bytes   CRC32C of the 32 bytes before
 *   at 4096           the log
 * </pre>
 *
 * <p>A file is made under another name, written full of zeros and synced, and only then renamed: a
 * write into a segment never has to find room, and never changes the file's size, so a sync has
 * nothing to write but the data.
 */
final class Segment {

  static final int HEADER_BYTES = 4096;

  private static final long MAGIC = 0x5157414C53454731L;
  private static final int CHECKED_BYTES = 32;
  private static final int ZEROS_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long base;
  private final int payloadBytes;

  Segment(Path file, FileChannel channel, long base, int segmentBytes) {
    this.file = file;
    this.channel = channel;
    this.base = base;
    this.payloadBytes = segmentBytes - HEADER_BYTES;
  }

  Path file() {
    return file;
  }

  /** Offset in the log of the first byte. */
  long base() {
    return base;
  }

  /** Offset behind the last byte. */
  long end() {
    return base + payloadBytes;
  }

  /** Makes the whole file of a new segment, and syncs it. */
  static void fill(FileChannel channel, long logNumber, long base, int segmentBytes)
      throws IOException {
    ByteBuffer header = header(logNumber, base, segmentBytes);
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, segmentBytes));
    for (long at = header.limit(); at < segmentBytes; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), segmentBytes - at));
      at += channel.write(zeros, at);
    }
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
    channel.force(true);
  }

  private static ByteBuffer header(long logNumber, long base, int segmentBytes) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putLong(logNumber).putLong(base).putLong(segmentBytes);
    return header.putInt(checksum(header)).rewind();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECKED_BYTES));
    return (int) crc.getValue();
  }

  /**
   * Takes a file that is there.
   *
   * @throws BadFile if it is not the segment that its name says
   */
  static Segment of(Path file, FileChannel channel, long logNumber, long base, int segmentBytes)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    while (header.hasRemaining() && channel.read(header, header.position()) > 0) {}
    if (channel.size() != segmentBytes || header.hasRemaining()) {
      throw damaged(file, "it has " + channel.size() + " bytes instead of " + segmentBytes);
    }
    if (header.getLong(0) != MAGIC || header.getInt(CHECKED_BYTES) != checksum(header)) {
      throw damaged(file, "its header is damaged");
    }
    if (header.getLong(8) != logNumber
        || header.getLong(16) != base
        || header.getLong(24) != segmentBytes) {
      throw damaged(file, "it belongs to another log, or to another place in this one");
    }
    return new Segment(file, channel, base, segmentBytes);
  }

  static BadFile damaged(Path file, String what) {
    return BadFile.whole(
        file.toString(),
        what + ": promises and votes may be lost",
        "replace the member, as if its node were lost for good; do not start it from this log");
  }

  /** Writes as much as belongs here. */
  void write(ByteBuffer from, long offset) throws IOException {
    int limit = from.limit();
    from.limit((int) Math.min(limit, from.position() + end() - offset));
    long at = HEADER_BYTES + offset - base;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
    from.limit(limit);
  }

  /** Reads as much as stands here. */
  void read(ByteBuffer into, long offset) throws IOException {
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + end() - offset));
    long at = HEADER_BYTES + offset - base;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new IOException(file + " has become shorter");
      }
      at += count;
    }
    into.limit(limit);
  }

  /** Makes durable what was written ({@code fdatasync}). */
  void force() throws IOException {
    channel.force(false);
  }

  void close() throws IOException {
    channel.close();
  }
}
