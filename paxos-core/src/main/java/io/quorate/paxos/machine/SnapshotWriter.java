package io.quorate.paxos.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes state down, big-endian, into bytes that grow as needed. */
public final class SnapshotWriter {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int length;

  public void writeInt(int value) {
    int at = room(Integer.BYTES);
    INTS.set(bytes, at, value);
  }

  public void writeLong(long value) {
    int at = room(Long.BYTES);
    LONGS.set(bytes, at, value);
  }

  /** Writes the array's length and its bytes. */
  public void writeBytes(byte[] value) {
    writeInt(value.length);
    int at = room(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /** All that was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Where the next so many bytes go; the array may be another afterwards. */
  private int room(int count) {
    int at = length;
    length = Math.addExact(length, count);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
    return at;
  }
}
