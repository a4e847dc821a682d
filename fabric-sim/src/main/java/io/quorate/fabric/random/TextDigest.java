package io.quorate.fabric.random;

/** A 64-bit digest of a text: FNV-1a over its UTF-16 units, low byte first, then mixed. */
public final class TextDigest {

  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private TextDigest() {}

  public static long of(String text) {
    long hash = BASIS;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hash = (hash ^ (c & 0xff)) * PRIME;
      hash = (hash ^ (c >>> 8)) * PRIME;
    }
    return SeededRandom.mix(hash);
  }
}
