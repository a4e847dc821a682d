package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/**
 * What an operation asked and what came of it, without who asked and when. This is all that a model
 * sees. Operations with equal calls are interchangeable to a model.
 *
 * @param f the name of the function, such as {@code read}
 * @param key the key that it is about, or null
 * @param input the argument
 * @param output the result; null unless the outcome is {@code OK}
 * @param outcome how it ended
 */
public record Call(
    String f,
    @Nullable Object key,
    @Nullable Object input,
    @Nullable Object output,
    Outcome outcome) {

  /** The call in a few words, such as {@code cas [1 2] → fail}, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(f);
    if (key != null) {
      text.append(' ').append(Edn.print(key));
    }
    if (input != null) {
      text.append(' ').append(Edn.print(input));
    }
    switch (outcome) {
      case OK -> {
        if (output == null || !output.equals(input)) {
          text.append(" → ").append(Edn.print(output));
        }
      }
      case FAIL -> text.append(" → fail");
      case INFO -> text.append(" → ? (crashed)");
    }
    return text.toString();
  }
}
