package io.quorate.ovs.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4, a keyed hash of 64 bits that is fast on short messages (Aumasson and Bernstein,
 * "SipHash: a fast short-input PRF", INDOCRYPT 2012, section 2).
 */
final class SipHash {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private SipHash() {}

  /**
   * The hash of the bytes.
   *
   * @param k0 first half of the key, read little-endian
   * @param k1 second half
   */
  static long of(long k0, long k1, byte[] bytes) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int whole = bytes.length & ~7;
    long last = (long) bytes.length << 56;
    for (int i = whole; i < bytes.length; i++) {
      last |= (bytes[i] & 0xFFL) << (8 * (i - whole));
    }
    // Rounds 2 for each word, and 4 at the end; one loop, so that the state stays in registers.
    for (int at = 0, rounds = 2; at <= whole + 8; at += 8, rounds = at > whole ? 4 : 2) {
      boolean closing = at > whole;
      long word = closing ? 0 : at == whole ? last : (long) WORDS.get(bytes, at);
      v3 ^= word;
      v2 ^= closing ? 0xFF : 0;
      for (int round = 0; round < rounds; round++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
