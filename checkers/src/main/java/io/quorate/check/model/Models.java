package io.quorate.check.model;

import io.quorate.check.history.Edn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that have a name. */
public final class Models {
  private static final List<String> NAMES =
      List.of(
          "register",
          "cas-register",
          "kv",
          "multi-register",
          "mutex",
          "fifo-queue",
          "unordered-queue",
          "priority-queue",
          "set",
          "stack",
          "counter",
          "log");

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
   *     Long}, a {@code String} or another value as histories hold them; of a multi-register also a
   *     map; of a counter a whole number, where null is 0; all others begin empty
   * @throws IllegalArgumentException when there is no such model, or it cannot begin so; the
   *     message is one line for a user
   */
  public static Model<?> named(String name, @Nullable Object initial, Reading reading) {
    return switch (name) {
      case "register" -> register(initial, reading);
      case "cas-register" -> casRegister(initial, reading);
      case "kv" -> keyValue(initial, reading);
      case "multi-register" -> multiRegister(initial, reading);
      case "mutex" -> empty(name, initial, mutex());
      case "fifo-queue" -> empty(name, initial, fifoQueue(reading));
      case "unordered-queue" -> empty(name, initial, unorderedQueue(reading));
      case "priority-queue" -> empty(name, initial, priorityQueue(reading));
      case "set" -> empty(name, initial, set(reading));
      case "stack" -> empty(name, initial, stack(reading));
      case "counter" -> counter(initial);
      case "log" -> empty(name, initial, log(reading));
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

  /**
   * Several registers, of which one call reads and writes many at one instant: {@code txn [[:r k v]
   * [:w k v] …]}, {@code read {k v …}} and {@code write {k v …}}. A failed call is left out; of a
   * crashed one only the writes count, and they may never have happened; a read of nil is read as
   * {@link Reading#nilRead} says.
   *
   * @param initial a map from registers to values, or else the value of each register
   */
  public static Model<?> multiRegister(@Nullable Object initial, Reading reading) {
    return new MultiRegister(
        initial instanceof Map<?, ?> ? initial : held(initial).value(), reading);
  }

  /**
   * A lock with calls {@code acquire} and {@code release}, which does not ask who holds it. Failed
   * calls are left out, crashed ones may take effect or not.
   */
  public static Model<?> mutex() {
    return new Mutex();
  }

  /**
   * A queue, first in first out, with calls {@code enqueue v} and {@code dequeue} (result: v). A
   * dequeue that returned nil found it empty; one that failed says what {@link Reading#failedTake}
   * says; one that crashed took the first value at some time, or nothing.
   */
  public static Model<?> fifoQueue(Reading reading) {
    return Containers.fifoQueue(reading);
  }

  /**
   * A bag with the calls of a {@link #fifoQueue}, of which a dequeue takes any value. One that
   * crashed may have taken any of the values there were.
   */
  public static Model<?> unorderedQueue(Reading reading) {
    return Containers.unorderedQueue(reading);
  }

  /**
   * A priority queue of whole numbers with calls {@code insert n} and {@code delete-min} (result:
   * the smallest); the rest as with a {@link #fifoQueue}.
   */
  public static Model<?> priorityQueue(Reading reading) {
    return Containers.priorityQueue(reading);
  }

  /** A stack with calls {@code push v} and {@code pop}; the rest as with a {@link #fifoQueue}. */
  public static Model<?> stack(Reading reading) {
    return Containers.stack(reading);
  }

  /**
   * A set with calls {@code add v} and {@code remove v} (result: perhaps whether that changed
   * something), {@code contains v} (result: true or false) and {@code read} (result: all elements).
   * Failed calls are left out, crashed changes may take effect or not; a read of nil saw the empty
   * set, or says nothing ({@link Reading#nilRead}).
   */
  public static Model<?> set(Reading reading) {
    return new ElementSet(reading);
  }

  /**
   * A counter with calls {@code add n} and {@code read}. Failed calls and reads of nil are left
   * out, crashed additions may take effect or not.
   *
   * @param initial a whole number, or null for 0
   * @throws IllegalArgumentException when it is neither
   */
  public static Model<?> counter(@Nullable Object initial) {
    return switch (held(initial).value()) {
      case null -> new Counter(0);
      case Long n -> new Counter(n);
      default ->
          throw new IllegalArgumentException(
              "a counter begins with a whole number, not with " + Edn.print(initial));
    };
  }

  /**
   * An append-only log with calls {@code append v} (result: perhaps its place) and {@code read}
   * (result: all values in order). Failed calls are left out, crashed appends may take effect or
   * not; a read of nil saw the empty log, or says nothing ({@link Reading#nilRead}).
   */
  public static Model<?> log(Reading reading) {
    return new Log(reading);
  }

  private static Model<?> empty(String name, @Nullable Object initial, Model<?> model) {
    if (initial != null) {
      throw new IllegalArgumentException(
          "model "
              + name
              + " has no initial value; it begins "
              + (name.equals("mutex") ? "free" : "empty"));
    }
    return model;
  }
}
