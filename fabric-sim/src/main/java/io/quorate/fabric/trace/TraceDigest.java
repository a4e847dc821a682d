package io.quorate.fabric.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A running digest of everything that can be observed in a run: two runs with the same digest did
 * the same, on whatever machine. It tells accidents apart, not adversaries.
 *
 * <p>The state is two 64-bit lanes, {@code a} and {@code b}, at first P3 and P4. A word {@code w}
 * is mixed into a lane by the round of xxHash64 (Collet): {@code lane = rotateLeft(lane + w * P2,
 * 31) * P1}. A record mixes, alternating between a and b: {@code kind << 56 | place << 32 | byte
 * count}, the time, the detail, 0, then its bytes as little-endian words, the last one padded with
 * zero bytes; two words at a time, an odd one filled up with 0. The value is {@code rotateLeft(a,
 * 1) + rotateLeft(b, 7) + record count}, passed through xxHash64's avalanche.
 *
 * <p>For use by one thread. A frame of 100 bytes costs some ten nanoseconds.
 */
public final class TraceDigest {

  private static final long P1 = 0x9e3779b185ebca87L;
  private static final long P2 = 0xc2b2ae3d27d4eb4fL;
  private static final long P3 = 0x165667b19e3779f9L;
  private static final long P4 = 0x85ebca77c2b2ae63L;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NOTHING = new byte[0];

  private long a = P3;
  private long b = P4;
  private long recordCount;

  /**
   * Adds a record with bytes, such as a frame and what became of it.
   *
   * @param kind what happened, 0..255
   * @param place where, 0..2^24-1: a number that the fabric description gives, not a memory address
   * @param timeNs virtual time
   * @param detail anything more
   * @param bytes read now, not kept
   */
  public void add(int kind, int place, long timeNs, long detail, byte[] bytes) {
    assert kind >= 0 && kind < 256 && place >= 0 && place < 1 << 24;
    long x = round(a, (long) kind << 56 | (long) place << 32 | bytes.length);
    long y = round(b, timeNs);
    x = round(x, detail);
    y = round(y, 0);
    int i = 0;
    for (; i + 16 <= bytes.length; i += 16) {
      x = round(x, (long) WORDS.get(bytes, i));
      y = round(y, (long) WORDS.get(bytes, i + 8));
    }
    if (i < bytes.length) {
      x = round(x, wordAt(bytes, i));
      y = round(y, wordAt(bytes, i + 8));
    }
    a = x;
    b = y;
    recordCount++;
  }

  /** Adds a record without bytes. */
  public void add(int kind, int place, long timeNs, long detail) {
    add(kind, place, timeNs, detail, NOTHING);
  }

  /** Adds a record with a text, in UTF-8, such as a fault. */
  public void add(int kind, int place, long timeNs, String text) {
    add(kind, place, timeNs, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Records added so far. */
  public long recordCount() {
    return recordCount;
  }

  /** The digest of what was added so far; adding may go on. */
  public long value() {
    long h = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + recordCount;
    h = (h ^ (h >>> 33)) * P2;
    h = (h ^ (h >>> 29)) * P3;
    return h ^ (h >>> 32);
  }

  /** The value as 16 hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x", value());
  }

  private static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * P2, 31) * P1;
  }

  /** The word at an index, zero bytes beyond the end. */
  private static long wordAt(byte[] bytes, int index) {
    if (index + 8 <= bytes.length) {
      return (long) WORDS.get(bytes, index);
    }
    long word = 0;
    for (int i = bytes.length - 1; i >= index; i--) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }
}
