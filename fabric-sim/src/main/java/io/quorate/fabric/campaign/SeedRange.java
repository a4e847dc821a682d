package io.quorate.fabric.campaign;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Seeds from the first to the last, both included.
 *
 * @param first within 18 digits, also below 0
 * @param last at least {@code first}
 */
public record SeedRange(long first, long last) {

  private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})(?:\\.\\.(-?\\d{1,18}))?");

  public SeedRange {
    if (last < first) {
      throw new IllegalArgumentException("no seeds from " + first + " to " + last);
    }
  }

  /**
   * Reads {@code A..B}, or {@code A} for a single seed.
   *
   * @throws IllegalArgumentException with a line for the user, if it is neither
   */
  public static SeedRange parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no range of seeds like 0..2000");
    }
    long first = Long.parseLong(matcher.group(1));
    String last = matcher.group(2);
    return new SeedRange(first, last == null ? first : Long.parseLong(last));
  }

  /** How many. */
  public long size() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + ".." + last;
  }
}
