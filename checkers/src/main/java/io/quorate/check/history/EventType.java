package io.quorate.check.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The four kinds of event of a Jepsen history. */
public enum EventType {
  /** An operation begins. */
  INVOKE,
  /** It took effect between its invocation and now. */
  OK,
  /** It did not take effect and never will. */
  FAIL,
  /** Nobody knows: it may take effect at any time from its invocation on, or never. */
  INFO;

  /** The word of the file formats: {@code invoke}, {@code ok}, {@code fail}, {@code info}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with this {@link #word()}, or null. */
  public static @Nullable EventType ofWord(String word) {
    return switch (word) {
      case "invoke" -> INVOKE;
      case "ok" -> OK;
      case "fail" -> FAIL;
      case "info" -> INFO;
      default -> null;
    };
  }
}
