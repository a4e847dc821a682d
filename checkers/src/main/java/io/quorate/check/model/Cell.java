package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to one cell: the common ground of the register, the cas-register and the
 * key-value store, which differ in the calls they admit.
 */
final class Cell {
  /** A call of a cell. */
  enum Verb {
    READ,
    WRITE,
    CAS,
    APPEND,
    DELETE
  }

  private Cell() {}

  /** The verb of a function's name, in Jepsen's words or a key-value store's; null if unknown. */
  static @Nullable Verb verb(String f) {
    return switch (f) {
      case "read", "get" -> Verb.READ;
      case "write", "put", "set" -> Verb.WRITE;
      case "cas" -> Verb.CAS;
      case "append" -> Verb.APPEND;
      case "delete", "del" -> Verb.DELETE;
      default -> null;
    };
  }

  static Role role(Verb verb, Call call, Reading reading) {
    return switch (verb) {
      case READ -> readRole(call, reading);
      case CAS -> casRole(call, reading);
      case WRITE, DELETE -> call.outcome() == Outcome.FAIL ? Role.IGNORED : Role.OVERWRITE;
      case APPEND -> {
        if (call.input() == null) {
          yield Role.FOREIGN;
        }
        yield call.outcome() == Outcome.FAIL ? Role.IGNORED : Role.UPDATE;
      }
    };
  }

  private static Role readRole(Call call, Reading reading) {
    if (call.outcome() != Outcome.OK) {
      return Role.IGNORED;
    }
    boolean blank = call.output() == null && reading.nilRead() == NilRead.SAYS_NOTHING;
    return blank ? Role.IGNORED : Role.OBSERVATION;
  }

  private static Role casRole(Call call, Reading reading) {
    if (!(call.input() instanceof List<?> pair) || pair.size() != 2) {
      return Role.FOREIGN;
    }
    if (sawAnotherValue(call)) {
      return Role.OBSERVATION;
    }
    boolean same = Objects.equals(pair.get(0), pair.get(1));
    return switch (call.outcome()) {
      case OK -> same ? Role.OBSERVATION : Role.UPDATE;
      case INFO -> same ? Role.IGNORED : Role.UPDATE;
      case FAIL ->
          reading.failedCas() == FailedCas.SAW_ANOTHER_VALUE ? Role.OBSERVATION : Role.IGNORED;
    };
  }

  /** A cas that returned, and returned false: the comparison was made and failed. */
  private static boolean sawAnotherValue(Call call) {
    return call.outcome() == Outcome.OK && Boolean.FALSE.equals(call.output());
  }

  static @Nullable Held step(Verb verb, Held held, Call call) {
    return switch (verb) {
      case READ -> Objects.equals(held.value(), call.output()) ? held : null;
      case WRITE -> new Held(call.input());
      case CAS -> cas(held, call);
      case APPEND -> append(held, call.input());
      case DELETE -> new Held(null);
    };
  }

  static @Nullable Move move(Verb verb, Call call) {
    return switch (verb) {
      case READ -> new Move.Read(call.output());
      case WRITE -> new Move.Write(call.input());
      case DELETE -> new Move.Write(null);
      case CAS -> moveOfCas(call);
      case APPEND -> null;
    };
  }

  /** A cas that saw another value has no word: it tells only what the value was not. */
  private static @Nullable Move moveOfCas(Call call) {
    List<?> pair = (List<?>) Objects.requireNonNull(call.input());
    if (call.outcome() == Outcome.FAIL || sawAnotherValue(call)) {
      return null;
    }
    return Objects.equals(pair.get(0), pair.get(1))
        ? new Move.Read(pair.get(0))
        : new Move.Cas(pair.get(0), pair.get(1));
  }

  private static @Nullable Held cas(Held held, Call call) {
    List<?> pair = (List<?>) Objects.requireNonNull(call.input());
    boolean equal = Objects.equals(held.value(), pair.get(0));
    if (call.outcome() == Outcome.FAIL || sawAnotherValue(call)) {
      return equal ? null : held;
    }
    return equal ? new Held(pair.get(1)) : null;
  }

  private static @Nullable Held append(Held held, @Nullable Object tail) {
    return switch (held.value()) {
      case null -> new Held(tail);
      case String head when tail instanceof String s -> new Held(head + s);
      case List<?> head -> {
        List<@Nullable Object> longer = new ArrayList<>(head);
        longer.add(tail);
        yield new Held(Collections.unmodifiableList(longer));
      }
      default -> null;
    };
  }
}
