package io.quorate.check.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models that have a name. */
public final class Models {
  private static final List<String> NAMES = List.of("register", "cas-register", "kv");

  private Models() {}

  /** The names that {@link #named} knows, in the order in which a help text should show them. */
  public static List<String> names() {
    return NAMES;
  }

  /** The model of this name with initial value nil and the default reading. */
  public static Model<?> named(String name) {
    return named(name, null, Reading.DEFAULT);
  }

  /**
   * The model of this name.
   *
   * @param initial the value of the register, or of each key, before any call: null, a {@code
   *     Long}, a {@code String} or another value as histories hold them
   * @throws IllegalArgumentException when there is no such model; the message names those there are
   */
  public static Model<?> named(String name, @Nullable Object initial, Reading reading) {
    return switch (name) {
      case "register" -> register(initial, reading);
      case "cas-register" -> casRegister(initial, reading);
      case "kv" -> keyValue(initial, reading);
      default ->
          throw new IllegalArgumentException(
              "no model is named " + name + "; there are " + String.join(", ", NAMES));
    };
  }

  /**
   * A register with calls {@code read} and {@code write v}. Of calls that were refused or crashed,
   * see {@link #keyValue}.
   */
  public static Model<Held> register(@Nullable Object initial, Reading reading) {
    return Register.plain(held(initial), reading);
  }

  /** A register that has {@code cas [from to]} too. */
  public static Model<Held> casRegister(@Nullable Object initial, Reading reading) {
    return Register.withCas(held(initial), reading);
  }

  /**
   * A key-value store with calls {@code get}, {@code put v}, {@code append v}, {@code cas [from
   * to]} and {@code delete}, checked key by key.
   *
   * <ul>
   *   <li>A <b>crashed</b> call other than {@code get} may take effect at any time after its
   *       invocation or never; a crashed {@code get} tells nothing.
   *   <li>A <b>failed</b> call changed nothing and is left out, but for a failed cas under {@link
   *       FailedCas#SAW_ANOTHER_VALUE}. A cas that returned {@code OK} with the value {@code false}
   *       saw another value under any reading.
   *   <li>A {@code get} of <b>nil</b> saw an absent key, but under {@link NilRead#SAYS_NOTHING}
   *       agrees with anything.
   *   <li>{@code append} to an absent key makes the argument the value; it concatenates to a
   *       string, adds an element to a list, and cannot succeed on anything else.
   *   <li>{@code delete} leaves the key absent (nil), whether or not it was there.
   * </ul>
   */
  public static Model<Held> keyValue(@Nullable Object initial, Reading reading) {
    return Register.keyValue(held(initial), reading);
  }

  private static Held held(@Nullable Object initial) {
    return new Held(initial instanceof Integer n ? (Object) n.longValue() : initial);
  }
}
