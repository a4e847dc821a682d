package io.quorate.check.knossos;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import io.quorate.check.history.Symbol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls into the words of Knossos' models.
 *
 * <p>To Knossos a read of nil always agrees, so our nil, which is a value like any other, becomes
 * the keyword {@code :quorate/nil}. Numbers that are not whole, maps and whatever else Clojure
 * compares in a way of its own become symbols, one for each value.
 */
final class Wording {
  /** What a call is to Knossos. */
  sealed interface Told {
    /** An event's {@code :f} and {@code :value}. */
    record Words(String f, Object value) implements Told {}

    /** Knossos' models cannot say it, but it changes nothing. */
    record Unsaid() implements Told {}

    /** Knossos' models cannot say it, and it may change the object. */
    record Foreign() implements Told {}
  }

  private static final Told UNSAID = new Told.Unsaid();
  private static final Told FOREIGN = new Told.Foreign();
  private static final Keyword NIL = new Keyword("quorate/nil");

  private static final Keyword READ = new Keyword("read");
  private static final Keyword WRITE = new Keyword("write");

  private final String model;
  private final boolean nilSaysNothing;
  private final Map<Object, Symbol> symbols = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Words of a model.
   *
   * @param model the name of a function in {@code knossos.model}
   * @param nilSaysNothing whether a nil in a transaction that read others too agrees with anything
   */
  Wording(String model, boolean nilSaysNothing) {
    this.model = model;
    this.nilSaysNothing = nilSaysNothing;
  }

  Told of(Call call) {
    return switch (model) {
      case "register", "cas-register" -> register(call);
      case "mutex" -> mutex(call);
      case "fifo-queue", "unordered-queue" -> queue(call);
      case "set" -> set(call);
      case "multi-register" -> transaction(call);
      default -> FOREIGN;
    };
  }

  private Told register(Call call) {
    return switch (call.f()) {
      case "read", "get" -> new Told.Words("read", value(call.output()));
      case "write", "put", "set" -> new Told.Words("write", value(call.input()));
      case "delete", "del" -> new Told.Words("write", NIL);
      case "cas" -> cas(call);
      default -> FOREIGN;
    };
  }

  /** That a comparison was made and failed has no words: Knossos drops every failed call. */
  private Told cas(Call call) {
    boolean sawAnother =
        call.outcome() == Outcome.FAIL
            || (call.outcome() == Outcome.OK && Boolean.FALSE.equals(call.output()));
    if (sawAnother || !(call.input() instanceof List<?> pair)) {
      return UNSAID;
    }
    return new Told.Words("cas", List.of(value(pair.getFirst()), value(pair.getLast())));
  }

  /** Nor has it words for a lock that was tried in vain, or a container that was found empty. */
  private static Told mutex(Call call) {
    if (call.outcome() == Outcome.OK && Boolean.FALSE.equals(call.output())) {
      return UNSAID;
    }
    return switch (call.f()) {
      case "acquire", "lock" -> new Told.Words("acquire", true);
      case "release", "unlock" -> new Told.Words("release", true);
      default -> FOREIGN;
    };
  }

  private Told queue(Call call) {
    return switch (call.f()) {
      case "enqueue", "enq" -> new Told.Words("enqueue", value(call.input()));
      case "dequeue", "deq" ->
          call.output() == null ? UNSAID : new Told.Words("dequeue", value(call.output()));
      default -> FOREIGN;
    };
  }

  private Told set(Call call) {
    return switch (call.f()) {
      case "add" -> addition(call);
      case "read" -> new Told.Words("read", elements(call.output()));
      case "contains" -> UNSAID;
      default -> FOREIGN;
    };
  }

  /** Knossos' set takes every addition for a success. */
  private Told addition(Call call) {
    boolean toldMore = call.output() instanceof Boolean && !call.output().equals(call.input());
    if (call.outcome() != Outcome.OK || !toldMore) {
      return new Told.Words("add", value(call.input()));
    }
    return Boolean.FALSE.equals(call.output()) ? UNSAID : FOREIGN;
  }

  private Object elements(@Nullable Object elements) {
    Set<Object> told = new LinkedHashSet<>();
    for (Object element : elements instanceof Collection<?> all ? all : List.of()) {
      told.add(value(element));
    }
    return told;
  }

  /** What a crashed call read, and what it read that says nothing, is left out. */
  private Told transaction(Call call) {
    List<Object> told = new ArrayList<>();
    for (Micro micro : Micro.of(call)) {
      if (micro.writes()) {
        told.add(List.of(WRITE, value(micro.key()), value(micro.value())));
      } else if (call.output() != null && (micro.value() != null || !nilSaysNothing)) {
        told.add(List.of(READ, value(micro.key()), value(micro.value())));
      }
    }
    return new Told.Words("txn", told);
  }

  /** A value that Knossos finds equal to another where our models do. */
  Object value(@Nullable Object value) {
    return switch (value) {
      case null -> NIL;
      case Long n -> n;
      case String s -> s;
      case Boolean b -> b;
      case Keyword k -> k;
      case BigInteger n -> n;
      case List<?> list -> list(list);
      default -> symbols.computeIfAbsent(value, this::symbol);
    };
  }

  private Object list(List<?> list) {
    List<Object> told = new ArrayList<>(list.size());
    for (Object element : list) {
      told.add(value(element));
    }
    return told;
  }

  private Symbol symbol(Object value) {
    String text = Edn.print(value);
    while (!names.add(text)) {
      text = text + "'";
    }
    return new Symbol(text);
  }
}
