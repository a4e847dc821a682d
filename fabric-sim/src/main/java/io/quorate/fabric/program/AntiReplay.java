package io.quorate.fabric.program;

/**
 * Which numbers of a rising series have been seen: a sliding window, as in IPsec (RFC 4303, section
 * 3.4.3). A number that has fallen out of the window counts as seen.
 */
final class AntiReplay {

  /** Numbers in the window, the highest one that was seen included. */
  static final int SIZE = 1024;

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long highest;

  /**
   * True the first time that a number is shown.
   *
   * @param number from 1 on; any lower one counts as seen
   */
  boolean isNew(long number) {
    if (number < 1) {
      return false;
    }
    if (number > highest) {
      for (long gone = Math.max(highest + 1, number - SIZE + 1); gone <= number; gone++) {
        seen[word(gone)] &= ~bit(gone);
      }
      highest = number;
    } else if (number <= highest - SIZE || (seen[word(number)] & bit(number)) != 0) {
      return false;
    }
    seen[word(number)] |= bit(number);
    return true;
  }

  private static int word(long number) {
    return (int) (number % SIZE) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << (number % Long.SIZE);
  }
}
