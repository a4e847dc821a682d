package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/** An EDN tagged element, such as {@code #inst "2020-01-01"}: kept, not interpreted. */
public record Tagged(String tag, @Nullable Object value) {
  @Override
  public String toString() {
    return "#" + tag + " " + Edn.print(value);
  }
}
