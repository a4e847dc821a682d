package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/**
 * Values that come again and again in a history are kept once, as far as a table of bounded size
 * remembers: each has one cell, named by its hash, and the last one that came is in it. Equal
 * values that are one object cost less memory, and are found equal at once.
 */
final class Repeats {
  private static final int FIRST_BITS = 5;
  private static final int LAST_BITS = 14;
  private static final int GROWTH_BITS = 3;

  private int bits = FIRST_BITS;
  private @Nullable Object[] cells = new Object[1 << FIRST_BITS];
  private int displaced;

  /** The value, or one that equals it and came before. */
  @Nullable Object of(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    int cell = cell(value.hashCode());
    Object known = cells[cell];
    return value.equals(known) ? known : keep(cell, value);
  }

  /** A string of these characters. */
  String of(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    int cell = cell(hash);
    if (cells[cell] instanceof String known && isSame(known, text, from, to)) {
      return known;
    }
    String value = new String(text, from, to - from);
    keep(cell, value);
    return value;
  }

  private Object keep(int cell, Object value) {
    if (cells[cell] != null && ++displaced > cells.length && bits < LAST_BITS) {
      bits = Math.min(LAST_BITS, bits + GROWTH_BITS);
      cells = new Object[1 << bits];
      displaced = 0;
      cells[cell(value.hashCode())] = value;
    } else {
      cells[cell] = value;
    }
    return value;
  }

  private static boolean isSame(String known, char[] text, int from, int to) {
    if (known.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (known.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private int cell(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - bits);
  }
}
