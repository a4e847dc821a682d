package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several registers, of which one call reads and writes many at one instant.
 *
 * <p>Calls: {@code txn [[:r k v] [:w k v] …]} (also {@code :read} and {@code :write}), whose parts
 * happen in their order, so that a read sees what the same call wrote before; {@code read {k v …}}
 * and {@code write {k v …}}. The result of a call that returned has the values that it read; where
 * it has no result, its argument stands for it and its reads tell nothing.
 *
 * <ul>
 *   <li>A <b>failed</b> call changed nothing and is left out.
 *   <li>A <b>crashed</b> call may take effect at any time after its invocation or never; what it
 *       read tells nothing, so one that only reads is left out.
 *   <li>A read of <b>nil</b> saw nil, but under {@link NilRead#SAYS_NOTHING} agrees with anything.
 * </ul>
 */
final class MultiRegister implements Model<ValueMap<Held>> {
  /** One register read or written by a call. */
  private record Part(boolean writes, @Nullable Object key, @Nullable Object value) {}

  private static final int PART_SIZE = 3;

  private final @Nullable Object initial;
  private final Reading reading;

  /**
   * @param initial a map from registers to values, or else the value of each register
   */
  MultiRegister(@Nullable Object initial, Reading reading) {
    this.initial = initial;
    this.reading = reading;
  }

  @Override
  public String name() {
    return "multi-register";
  }

  /** Registers are kept that do not hold their initial value. */
  @Override
  public ValueMap<Held> init() {
    return ValueMap.empty();
  }

  @Override
  public Role role(Call call) {
    List<Part> parts = parts(call);
    if (parts == null) {
      return Role.FOREIGN;
    }
    if (call.outcome() == Outcome.FAIL) {
      return Role.IGNORED;
    }
    if (parts.stream().anyMatch(Part::writes)) {
      return Role.UPDATE;
    }
    boolean tells = saw(call) && parts.stream().anyMatch(this::tells);
    return tells ? Role.OBSERVATION : Role.IGNORED;
  }

  private static boolean saw(Call call) {
    return call.outcome() == Outcome.OK && call.output() != null;
  }

  private boolean tells(Part read) {
    return read.value() != null || reading.nilRead() == NilRead.SAW_NIL;
  }

  @Override
  public @Nullable ValueMap<Held> step(ValueMap<Held> registers, Call call) {
    List<Part> parts = parts(call);
    ValueMap<Held> after = registers;
    for (Part part : parts == null ? List.<Part>of() : parts) {
      if (part.writes()) {
        after = write(after, part);
      } else if (saw(call) && tells(part) && !agrees(after, part)) {
        return null;
      }
    }
    return after;
  }

  private ValueMap<Held> write(ValueMap<Held> registers, Part part) {
    return Objects.equals(part.value(), initially(part.key()))
        ? registers.without(part.key())
        : registers.with(part.key(), new Held(part.value()));
  }

  private boolean agrees(ValueMap<Held> registers, Part read) {
    Held held = registers.get(read.key());
    Object value = held == null ? initially(read.key()) : held.value();
    return Objects.equals(value, read.value());
  }

  private @Nullable Object initially(@Nullable Object key) {
    return initial instanceof Map<?, ?> values ? values.get(key) : initial;
  }

  /** What a call did, or null if it is no call of this model. */
  private static @Nullable List<Part> parts(Call call) {
    Object value = saw(call) ? call.output() : call.input();
    return switch (call.f()) {
      case "txn" -> value instanceof List<?> list ? parts(list) : null;
      case "read", "write" ->
          value instanceof Map<?, ?> map ? parts(map, call.f().equals("write")) : null;
      default -> null;
    };
  }

  private static @Nullable List<Part> parts(List<?> micros) {
    List<Part> parts = new ArrayList<>(micros.size());
    for (Object micro : micros) {
      if (!(micro instanceof List<?> list) || list.size() != PART_SIZE || list.get(0) == null) {
        return null;
      }
      String word = list.get(0).toString();
      switch (word) {
        case ":r", ":read", "r", "read" -> parts.add(new Part(false, list.get(1), list.get(2)));
        case ":w", ":write", "w", "write" -> parts.add(new Part(true, list.get(1), list.get(2)));
        default -> {
          return null;
        }
      }
    }
    return parts;
  }

  private static List<Part> parts(Map<?, ?> values, boolean writes) {
    List<Part> parts = new ArrayList<>(values.size());
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      parts.add(new Part(writes, entry.getKey(), entry.getValue()));
    }
    return parts;
  }

  @Override
  public long footprintBytes(ValueMap<Held> registers) {
    return registers.footprintBytes();
  }

  @Override
  public String vocabulary() {
    return "txn [[:r k v] [:w k v] ...], read {k v}, write {k v}";
  }

  @Override
  public String describe(ValueMap<Held> registers) {
    return registers.toString();
  }
}
