package io.quorate.check.model;

import io.quorate.check.history.Call;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register, or an independent register for each key.
 *
 * <p>Calls: {@code read} (result: the value), {@code write v}; a cas-register also {@code cas [from
 * to]}; a key-value store also {@code append v} and {@code delete}. {@code get}, {@code put},
 * {@code set} and {@code del} are taken as other words for the same.
 *
 * <ul>
 *   <li>A <b>crashed</b> write, cas, append or delete may take effect at any time after its
 *       invocation or never; a crashed read tells nothing.
 *   <li>A <b>failed</b> call changed nothing and is left out, but for a failed cas under {@link
 *       FailedCas#SAW_ANOTHER_VALUE}, which says that the value was not {@code from}. A cas that
 *       returned {@code OK} with the value {@code false} says so under any reading.
 *   <li>A read of <b>nil</b> saw nil (an absent key), but under {@link NilRead#SAYS_NOTHING} agrees
 *       with anything.
 *   <li>{@code append} to nil makes the argument the value; to a string it concatenates a string;
 *       to a list it adds an element; to anything else it cannot succeed.
 *   <li>{@code delete} leaves nil and may be called on an absent key.
 * </ul>
 */
final class Register implements Model<Held> {
  private final String name;
  private final Set<Cell.Verb> verbs;
  private final String vocabulary;
  private final Held initial;
  private final Reading reading;

  private Register(
      String name, Set<Cell.Verb> verbs, String vocabulary, Held initial, Reading reading) {
    this.name = name;
    this.verbs = verbs;
    this.vocabulary = vocabulary;
    this.initial = initial;
    this.reading = reading;
  }

  static Register plain(Held initial, Reading reading) {
    Set<Cell.Verb> verbs = EnumSet.of(Cell.Verb.READ, Cell.Verb.WRITE);
    return new Register("register", verbs, "read, write v", initial, reading);
  }

  static Register withCas(Held initial, Reading reading) {
    Set<Cell.Verb> verbs = EnumSet.of(Cell.Verb.READ, Cell.Verb.WRITE, Cell.Verb.CAS);
    return new Register("cas-register", verbs, "read, write v, cas [from to]", initial, reading);
  }

  static Register keyValue(Held initial, Reading reading) {
    Set<Cell.Verb> verbs = EnumSet.allOf(Cell.Verb.class);
    return new Register(
        "kv", verbs, "get k, put k v, append k v, cas k [from to], delete k", initial, reading);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Held init() {
    return initial;
  }

  @Override
  public Role role(Call call) {
    Cell.Verb verb = Cell.verb(call.f());
    return verb == null || !verbs.contains(verb) ? Role.FOREIGN : Cell.role(verb, call, reading);
  }

  @Override
  public @Nullable Held step(Held state, Call call) {
    Cell.Verb verb = Cell.verb(call.f());
    return verb == null ? null : Cell.step(verb, state, call);
  }

  @Override
  public Kind kind() {
    return new Kind.Register(initial.value());
  }

  @Override
  public @Nullable Move move(Call call) {
    Cell.Verb verb = Cell.verb(call.f());
    return verb == null ? null : Cell.move(verb, call);
  }

  @Override
  public long footprintBytes(Held state) {
    return state.footprintBytes();
  }

  @Override
  public String vocabulary() {
    return vocabulary;
  }
}
