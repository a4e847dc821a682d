package io.quorate.ovs.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was appended to a log since its last write, and where that ended. Two buffers are taken in
 * turn: one fills while the other is written.
 *
 * <p>For the log's owner.
 */
final class Appended {

  /** A buffer longer than this is not kept. */
  private static final int BUFFER_BYTES_MAX = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private byte[] bytes = new byte[BUFFER_BYTES];
  private int count;
  private long offset;

  /** Taken in turn with the one that fills. */
  private byte @Nullable [] spare;

  /**
   * @param offset in the log at which the next byte will stand
   */
  Appended(long offset) {
    this.offset = offset;
  }

  /** What is written with one call. Its bytes are not to be touched until it is given back. */
  static final class Group {
    private final byte[] bytes;
    private final int count;
    private final long offset;

    private Group(byte[] bytes, int count, long offset) {
      this.bytes = bytes;
      this.count = count;
      this.offset = offset;
    }

    byte[] bytes() {
      return bytes;
    }

    /** How many of the bytes. */
    int count() {
      return count;
    }

    /** In the log, of the first. */
    long offset() {
      return offset;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Below this all was given out to be written. */
  long writtenTo() {
    return offset;
  }

  /** Offset behind the last byte. */
  long end() {
    return offset + count;
  }

  void add(byte[] more) {
    if (count + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count + more.length, 2 * bytes.length));
    }
    System.arraycopy(more, 0, bytes, count, more.length);
    count += more.length;
  }

  /** Gives out all of it. */
  Group take() {
    Group group = new Group(bytes, count, offset);
    offset += count;
    count = 0;
    bytes = spare == null ? new byte[BUFFER_BYTES] : spare;
    spare = null;
    return group;
  }

  /** A group was written. */
  void giveBack(Group group) {
    if (group.bytes().length <= BUFFER_BYTES_MAX) {
      spare = group.bytes();
    }
  }

  /** The log goes on at another offset; nothing may wait to be written. */
  void goOnAt(long at) {
    assert isEmpty() : count + " bytes were appended and not written";
    offset = at;
  }
}
