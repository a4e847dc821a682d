package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.i64;
import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put64;
import static io.quorate.paxos.wire.Layout.u16;

import io.quorate.paxos.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a batch: for each of its values, in order, session, sequence, length and bytes; see
 * docs/wire-format.md.
 */
public final class BatchBytes {

  private static final int SESSION = 0;
  private static final int SEQUENCE = 8;
  private static final int LENGTH = 16;

  /** What a value takes in a batch, beside its own bytes. */
  public static final int ENTRY = 18;

  private BatchBytes() {}

  /** A batch of these values, none of which is a batch or a no-op. */
  public static byte[] write(List<Value> values) {
    int total = 0;
    for (Value value : values) {
      assert !value.isNoop() && !value.isBatch() : "in a batch: " + value;
      total += ENTRY + value.bytes().length;
    }
    byte[] bytes = new byte[total];
    int at = 0;
    for (Value value : values) {
      put64(bytes, at + SESSION, value.session());
      put64(bytes, at + SEQUENCE, value.sequence());
      put16(bytes, at + LENGTH, value.bytes().length);
      System.arraycopy(value.bytes(), 0, bytes, at + ENTRY, value.bytes().length);
      at += ENTRY + value.bytes().length;
    }
    return bytes;
  }

  /** True if the bytes are two or more values, and nothing else. */
  public static boolean isWellFormed(byte[] bytes, int from, int to) {
    int at = from;
    int count = 0;
    while (to - at >= ENTRY) {
      at += ENTRY + u16(bytes, at + LENGTH);
      count++;
    }
    return at == to && count > 1;
  }

  /** The values of a batch that is well formed. */
  public static List<Value> read(byte[] bytes) {
    List<Value> values = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = at + ENTRY + u16(bytes, at + LENGTH);
      values.add(
          Value.of(
              i64(bytes, at + SESSION),
              i64(bytes, at + SEQUENCE),
              Arrays.copyOfRange(bytes, at + ENTRY, end)));
      at = end;
    }
    return values;
  }
}
