package io.quorate.fabric.packet;

/**
 * The Internet checksum (RFC 1071) and its incremental update (RFC 1624, equation 3).
 *
 * <p>A <em>sum</em> here is a running total of 16-bit words, not yet folded; sums of parts that
 * begin at an even offset of the whole may be added.
 */
public final class InternetChecksum {
  private InternetChecksum() {}

  /** Sum of the 16-bit words in a range; an odd last byte is the high half of a word. */
  public static long sum(byte[] bytes, int from, int to) {
    long sum = 0;
    int at = from;
    for (; at + 4 <= to; at += 4) {
      sum += BigEndian.u32(bytes, at);
    }
    if (at + 2 <= to) {
      sum += BigEndian.u16(bytes, at);
      at += 2;
    }
    if (at < to) {
      sum += (long) BigEndian.u8(bytes, at) << 8;
    }
    return sum;
  }

  /** Folds a sum to the 16-bit checksum that is stored, 0..65535. */
  public static int finish(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ~folded & 0xffff;
  }

  /** Checksum of a range, in which the checksum's own place holds zero. */
  public static int of(byte[] bytes, int from, int to) {
    return finish(sum(bytes, from, to));
  }

  /** True if a range that holds its own checksum adds up. */
  public static boolean verifies(byte[] bytes, int from, int to) {
    return finish(sum(bytes, from, to)) == 0;
  }

  /**
   * The checksum after one 16-bit word that it covers went from {@code before} to {@code after}.
   */
  public static int update16(int checksum, int before, int after) {
    int sum = (~checksum & 0xffff) + (~before & 0xffff) + (after & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    return ~sum & 0xffff;
  }

  /**
   * The checksum after two adjacent words (an address) went from {@code before} to {@code after}.
   */
  public static int update32(int checksum, int before, int after) {
    return update16(update16(checksum, before >>> 16, after >>> 16), before, after);
  }
}
