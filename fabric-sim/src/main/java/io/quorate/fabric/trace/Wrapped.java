package io.quorate.fabric.trace;

import java.util.List;

/** Text in lines that are no longer than they may be. */
final class Wrapped {

  private Wrapped() {}

  /**
   * Joins entries, with a new line instead of a gap where the next entry does not fit.
   *
   * @param width longest line, unless one entry alone is longer
   */
  static String join(List<String> entries, String gap, int width) {
    StringBuilder text = new StringBuilder();
    int lineChars = 0;
    for (String entry : entries) {
      if (!text.isEmpty()) {
        boolean fits = (long) lineChars + gap.length() + entry.length() <= width;
        text.append(fits ? gap : "\n");
        lineChars = fits ? lineChars + gap.length() : 0;
      }
      text.append(entry);
      lineChars += entry.length();
    }
    return text.toString();
  }
}
