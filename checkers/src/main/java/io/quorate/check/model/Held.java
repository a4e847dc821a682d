package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a register, or one key of a key-value store, holds.
 *
 * @param value the value, null for nil or an absent key
 */
public record Held(@Nullable Object value) {
  private static final int OVERHEAD_BYTES = 64;
  private static final int ELEMENT_BYTES = 32;

  long footprintBytes() {
    return switch (value) {
      case String s -> OVERHEAD_BYTES + (long) s.length();
      case List<?> list -> OVERHEAD_BYTES + (long) ELEMENT_BYTES * list.size();
      case null, default -> OVERHEAD_BYTES;
    };
  }

  @Override
  public String toString() {
    return Edn.print(value);
  }
}
