package io.quorate.check.monitor;

import java.util.ArrayList;
import java.util.List;

/** A set of small whole numbers, of which the nearest to any is found in a few steps. */
final class Marks {
  private static final int NONE = Stays.NONE;
  private static final int BITS = 6;
  private static final int MASK = (1 << BITS) - 1;

  /** Bits of the numbers, then of the words that have any, and so on up to one word. */
  private final List<long[]> levels = new ArrayList<>();

  private final int last;

  /** No numbers yet; they may be from 0 up to this one. */
  Marks(int last) {
    this.last = last;
    int words = last;
    do {
      words = (words >> BITS) + 1;
      levels.add(new long[words]);
      words--;
    } while (words > 0);
  }

  void add(int number) {
    int at = number;
    for (long[] level : levels) {
      level[at >> BITS] |= 1L << at;
      at >>= BITS;
    }
  }

  boolean contains(int number) {
    return (levels.getFirst()[number >> BITS] & 1L << number) != 0;
  }

  /** The smallest number that is at least this, or {@link Stays#NONE}. */
  int from(int number) {
    int at = number;
    if (at > last) {
      return NONE;
    }
    for (int height = 0; height < levels.size(); height++) {
      long[] level = levels.get(height);
      if (at >> BITS < level.length) {
        long above = level[at >> BITS] & -1L << at;
        if (above != 0) {
          return down(height, (at & ~MASK) + Long.numberOfTrailingZeros(above), true);
        }
      }
      at = (at >> BITS) + 1;
    }
    return NONE;
  }

  /** The largest number that is at most this, or {@link Stays#NONE}. */
  int upTo(int number) {
    int at = number;
    for (int height = 0; height < levels.size() && at >= 0; height++) {
      long below = levels.get(height)[at >> BITS] & -1L >>> (MASK - (at & MASK));
      if (below != 0) {
        int found = (at & ~MASK) + MASK - Long.numberOfLeadingZeros(below);
        return down(height, found, false);
      }
      at = (at >> BITS) - 1;
    }
    return NONE;
  }

  private int down(int height, int number, boolean smallest) {
    int at = number;
    for (int below = height - 1; below >= 0; below--) {
      long word = levels.get(below)[at];
      at =
          (at << BITS)
              + (smallest
                  ? Long.numberOfTrailingZeros(word)
                  : MASK - Long.numberOfLeadingZeros(word));
    }
    return at;
  }
}
