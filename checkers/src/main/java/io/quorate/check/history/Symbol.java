package io.quorate.check.history;

/**
 * An EDN symbol. Also what becomes of a ratio such as {@code 1/3}, for which Java has no number:
 * its text is kept, so that equal ratios stay equal and are written as they were read.
 */
public record Symbol(String name) {
  @Override
  public String toString() {
    return name;
  }
}
