package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set: {@code add v}, {@code remove v}, {@code contains v} (result: true or false) and {@code
 * read} (result: all elements, as a set or a list in any order).
 *
 * <ul>
 *   <li>{@code add} and {@code remove} that returned true changed the set, and those that returned
 *       false found that there was nothing to do. Every other result tells nothing, and so does one
 *       that equals the argument, which many clients repeat.
 *   <li><b>Failed</b> additions and removals changed nothing and are left out; <b>crashed</b> ones
 *       may take effect at any time after their invocation or never.
 *   <li>A {@code read} of <b>nil</b> saw the empty set, but under {@link NilRead#SAYS_NOTHING}
 *       agrees with anything. A {@code read} or {@code contains} that failed or crashed tells
 *       nothing.
 * </ul>
 */
final class ElementSet implements Model<ValueMap<Boolean>> {
  private final Reading reading;

  ElementSet(Reading reading) {
    this.reading = reading;
  }

  @Override
  public String name() {
    return "set";
  }

  @Override
  public ValueMap<Boolean> init() {
    return ValueMap.empty();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "add", "remove" -> roleOfChange(call);
      case "contains" -> roleOfContains(call);
      case "read" -> roleOfRead(call);
      default -> Role.FOREIGN;
    };
  }

  private static Role roleOfChange(Call call) {
    if (call.outcome() == Outcome.FAIL) {
      return Role.IGNORED;
    }
    return Boolean.FALSE.equals(changed(call)) ? Role.OBSERVATION : Role.UPDATE;
  }

  /** Whether an addition or removal changed the set; null if it does not say. */
  private static @Nullable Boolean changed(Call call) {
    boolean says = call.outcome() == Outcome.OK && !Objects.equals(call.output(), call.input());
    return (says && call.output() instanceof Boolean did) ? did : null;
  }

  private static Role roleOfContains(Call call) {
    if (call.outcome() != Outcome.OK) {
      return Role.IGNORED;
    }
    return call.output() instanceof Boolean ? Role.OBSERVATION : Role.FOREIGN;
  }

  private Role roleOfRead(Call call) {
    if (call.outcome() != Outcome.OK) {
      return Role.IGNORED;
    }
    return switch (call.output()) {
      case null -> reading.nilRead() == NilRead.SAYS_NOTHING ? Role.IGNORED : Role.OBSERVATION;
      case Collection<?> elements -> Role.OBSERVATION;
      default -> Role.FOREIGN;
    };
  }

  @Override
  public @Nullable ValueMap<Boolean> step(ValueMap<Boolean> set, Call call) {
    return switch (call.f()) {
      case "add", "remove" -> change(set, call);
      case "contains" ->
          Boolean.valueOf(set.get(call.input()) != null).equals(call.output()) ? set : null;
      default -> holds(set, elements(call)) ? set : null;
    };
  }

  private static @Nullable ValueMap<Boolean> change(ValueMap<Boolean> set, Call call) {
    boolean adds = call.f().equals("add");
    boolean changes = adds == (set.get(call.input()) == null);
    Boolean told = changed(call);
    if (told != null && told != changes) {
      return null;
    }
    return !changes ? set : adds ? set.with(call.input(), true) : set.without(call.input());
  }

  private static boolean holds(ValueMap<Boolean> set, Set<?> elements) {
    if (set.size() != elements.size()) {
      return false;
    }
    for (Object element : elements) {
      if (set.get(element) == null) {
        return false;
      }
    }
    return true;
  }

  /** What a read saw: a list may name an element twice. */
  private static Set<?> elements(Call call) {
    return switch (call.output()) {
      case Set<?> set -> set;
      case Collection<?> list -> new HashSet<>(list);
      case null, default -> Set.of();
    };
  }

  @Override
  public Kind kind() {
    return new Kind.Set();
  }

  @Override
  public @Nullable Move move(Call call) {
    return switch (call.f()) {
      case "add" ->
          Boolean.FALSE.equals(changed(call))
              ? new Move.Touch(call.input())
              : new Move.Add(call.input());
      case "read" -> new Move.ReadSet(elements(call));
      case "remove", "contains" -> new Move.Touch(call.input());
      default -> null;
    };
  }

  @Override
  public long footprintBytes(ValueMap<Boolean> set) {
    return set.footprintBytes();
  }

  @Override
  public String vocabulary() {
    return "add v, remove v, contains v, read";
  }

  @Override
  public String describe(ValueMap<Boolean> set) {
    return Edn.print(set.toMap().keySet());
  }
}
