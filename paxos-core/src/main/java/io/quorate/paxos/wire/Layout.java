package io.quorate.paxos.wire;

import io.quorate.paxos.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where the fields of the fixed header stand; see docs/wire-format.md for the table. */
final class Layout {

  static final int MAGIC = 0;
  static final int VERSION = 2;
  static final int FLAGS = 3;
  static final int GROUP = 4;
  static final int SENDER = 6;
  static final int INCARNATION = 8;
  static final int ROUND = 12;
  static final int NODE = 16;
  static final int LENGTH = 18;
  static final int SLOT = 20;
  static final int SESSION = 28;
  static final int SEQUENCE = 36;

  /** In place of session and sequence, in the types that have none. */
  static final int WATERMARK = SESSION;

  static final int HELD_FROM = SEQUENCE;
  static final int READ_ROUND = SESSION;
  static final int SNAPSHOT_BYTES = SESSION;
  static final int SNAPSHOT_CHECKSUM = SESSION + 4;

  /** In a PREPARE's aux, above the packed ballot: there is one. */
  static final long HANDED_OVER = 1L << 47;

  static final int AUX = 44;
  static final int AUTH = 52;
  static final int CRC = 60;
  static final int HEADER_BYTES = 64;

  /** Value of a REFUSAL that tells a horizon. */
  static final int HORIZON_BYTES = 8;

  static final int MAGIC_VALUE = 0x5150;
  static final int VERSION_VALUE = 1;

  static final int FLAG_NOOP = 1;
  static final int FLAG_BATCH = 8;
  static final int FLAG_LAST = 2;
  static final int FLAG_CHANGE = 4;
  static final int FLAG_INCARNATIONS = 16;

  /** Before the entries of an incarnation vector, how many there are; then each of them. */
  static final int KNOWN_COUNT_BYTES = 2;

  static final int KNOWN_NODE = 0;
  static final int KNOWN_INCARNATION = 2;
  static final int KNOWN_ENTRY_BYTES = 6;

  /** One vote in a PROMISE: the fields before its value. */
  static final int VOTE_SLOT = 0;

  static final int VOTE_ROUND = 8;
  static final int VOTE_NODE = 12;
  static final int VOTE_FLAGS = 14;
  static final int VOTE_ZERO = 15;
  static final int VOTE_SESSION = 16;
  static final int VOTE_SEQUENCE = 24;
  static final int VOTE_LENGTH = 32;
  static final int VOTE_HEADER_BYTES = 34;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Layout() {}

  /** The flags that say what kind of value it is. */
  static int flags(Value value) {
    if (value.isChange()) {
      return FLAG_CHANGE;
    }
    return value.isNoop() ? FLAG_NOOP : value.isBatch() ? FLAG_BATCH : 0;
  }

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  static int u16(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xFFFF;
  }

  static int i32(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static long i64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static void put16(byte[] bytes, int at, int value) {
    SHORTS.set(bytes, at, (short) value);
  }

  static void put32(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }

  static void put64(byte[] bytes, int at, long value) {
    LONGS.set(bytes, at, value);
  }
}
