package io.quorate.paxos.machine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads back what a {@link SnapshotWriter} wrote. What cannot have been written by one is an {@link
 * IllegalArgumentException}.
 */
public final class SnapshotReader {

  private final ByteBuffer bytes;

  public SnapshotReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  public int readInt() {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException end) {
      throw cutShort();
    }
  }

  public long readLong() {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException end) {
      throw cutShort();
    }
  }

  /** An array that was written with its length. */
  public byte[] readBytes() {
    int length = readInt();
    if (length < 0 || length > bytes.remaining()) {
      throw cutShort();
    }
    byte[] value = new byte[length];
    bytes.get(value);
    return value;
  }

  /** Checks that everything was read. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException("a snapshot has " + bytes.remaining() + " bytes too many");
    }
  }

  private static IllegalArgumentException cutShort() {
    return new IllegalArgumentException("a snapshot is cut short");
  }
}
