package io.quorate.fabric.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Integers in network byte order at a place in a byte array. Every access is bounds-checked by the
 * JVM: callers look at the length first.
 */
public final class BigEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** The byte there, 0..255. */
  public static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  /** Two bytes, 0..65535. */
  public static int u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  /** Four bytes, as the bits of an int. */
  public static int i32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  /** Four bytes, 0..2^32-1. */
  public static long u32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & 0xffff_ffffL;
  }

  /** Six bytes (a MAC address), in the low 48 bits. */
  public static long u48(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 32 | u32(bytes, at + 2);
  }

  /** Eight bytes, as the bits of a long. */
  public static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Stores the low 8 bits. */
  public static void put8(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
  }

  /** Stores the low 16 bits. */
  public static void put16(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  /** Stores 32 bits. */
  public static void put32(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Stores the low 48 bits. */
  public static void put48(byte[] bytes, int at, long value) {
    SHORT.set(bytes, at, (short) (value >>> 32));
    INT.set(bytes, at + 2, (int) value);
  }

  /** Stores 64 bits. */
  public static void put64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }
}
