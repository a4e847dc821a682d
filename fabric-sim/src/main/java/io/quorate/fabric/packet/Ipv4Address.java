package io.quorate.fabric.packet;

/** IPv4 addresses and masks, each the 32 bits of an {@code int}, first octet highest. */
public final class Ipv4Address {
  private Ipv4Address() {}

  /**
   * Reads {@code a.b.c.d}, decimal, no leading zeros.
   *
   * @throws IllegalArgumentException if the text is anything else; the message quotes it
   */
  public static int parse(String text) {
    int address = 0;
    int at = 0;
    for (int group = 0; group < 4; group++) {
      int end = at;
      int value = 0;
      while (end < text.length() && end < at + 3 && isDigit(text.charAt(end))) {
        value = value * 10 + text.charAt(end) - '0';
        end++;
      }
      boolean separated =
          group < 3 ? end < text.length() && text.charAt(end) == '.' : end == text.length();
      boolean leadingZero = end > at + 1 && text.charAt(at) == '0';
      if (end == at || value > 255 || leadingZero || !separated) {
        throw new IllegalArgumentException(
            "'" + text + "' is not an IPv4 address; write four numbers 0..255 like 10.0.0.1");
      }
      address = address << 8 | value;
      at = end + 1;
    }
    return address;
  }

  /** The address as {@code a.b.c.d}. */
  public static String format(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }

  /**
   * The mask whose first {@code bits} bits are ones.
   *
   * @param bits 0..32
   */
  public static int prefixMask(int bits) {
    if (bits < 0 || bits > 32) {
      throw new IllegalArgumentException("prefix length " + bits + " is not in 0..32");
    }
    return bits == 0 ? 0 : -1 << (32 - bits);
  }

  /** The prefix length of a mask, or -1 when its ones are not all in front. */
  public static int prefixLength(int mask) {
    int bits = Integer.bitCount(mask);
    return prefixMask(bits) == mask ? bits : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
