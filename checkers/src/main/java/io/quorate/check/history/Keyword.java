package io.quorate.check.history;

/**
 * An EDN keyword, such as {@code :timed-out}.
 *
 * @param name the text after the colon; a namespace, if any, is part of it ({@code jepsen/crash})
 */
public record Keyword(String name) {
  @Override
  public String toString() {
    return ":" + name;
  }
}
