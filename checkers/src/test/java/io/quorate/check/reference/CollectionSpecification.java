package io.quorate.check.reference;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A set or a log: lists of values, sorted and each once if a set. */
record CollectionSpecification(boolean log, boolean removes, Reading reading, boolean distinct)
    implements Specification {
  @Override
  public Object start() {
    return List.of();
  }

  private static List<Long> contents(Object state) {
    List<Long> contents = new ArrayList<>();
    for (Object value : (List<?>) state) {
      contents.add((Long) value);
    }
    return contents;
  }

  private Object with(Object state, @Nullable Object value) {
    List<Long> contents = contents(state);
    if (log) {
      contents.add((Long) Objects.requireNonNull(value));
    } else if (!contents.contains(value)) {
      contents.add((Long) Objects.requireNonNull(value));
      Collections.sort(contents);
    }
    return List.copyOf(contents);
  }

  private static Object without(Object state, @Nullable Object value) {
    List<Long> contents = contents(state);
    contents.remove(value);
    return List.copyOf(contents);
  }

  @Override
  public List<Object> after(Object state, Call call) {
    boolean failed = call.outcome() == Outcome.FAIL;
    return switch (call.f()) {
      case "append" ->
          failed || !stands(call, contents(state).size())
              ? failed ? List.of(state) : List.of()
              : List.of(with(state, call.input()));
      case "add", "remove" -> failed ? List.of(state) : changed(state, call);
      case "contains" ->
          call.outcome() != Outcome.OK
                  || Boolean.valueOf(contents(state).contains(call.input())).equals(call.output())
              ? List.of(state)
              : List.of();
      default -> call.outcome() != Outcome.OK || sees(call, state) ? List.of(state) : List.of();
    };
  }

  private List<Object> changed(Object state, Call call) {
    Object after =
        call.f().equals("add") ? with(state, call.input()) : without(state, call.input());
    boolean changed = !after.equals(state);
    boolean agrees =
        call.outcome() == Outcome.INFO
            || !(call.output() instanceof Boolean told)
            || told == changed;
    return agrees ? List.of(after) : List.of();
  }

  private static boolean stands(Call call, int place) {
    return !(call.output() instanceof List<?> pair) || pair.get(0).equals((long) place);
  }

  private boolean sees(Call call, Object state) {
    if (call.output() == null) {
      return reading.nilRead() == NilRead.SAYS_NOTHING || contents(state).isEmpty();
    }
    return log
        ? call.output().equals(state)
        : new HashSet<>((Collection<?>) call.output()).equals(new HashSet<>(contents(state)));
  }

  @Override
  public Request draw(RandomGenerator random, long fresh) {
    int draw = random.nextInt(10);
    long value = distinct ? fresh : random.nextInt(3);
    if (draw < 4 && (log || !removes || !distinct)) {
      return new Request("read", null);
    }
    if (log) {
      return new Request("append", value);
    }
    if (draw < 8 || !removes) {
      return new Request("add", value);
    }
    long old = distinct ? Math.max(0, fresh - 1 - random.nextInt(3)) : random.nextInt(3);
    return new Request(draw == 8 ? "remove" : "contains", old);
  }

  @Override
  public Result run(Object state, Request request, RandomGenerator random) {
    Object input = request.input();
    return switch (request.f()) {
      case "append" ->
          Result.ok(
              with(state, input),
              random.nextInt(4) > 0 ? input : List.of((long) contents(state).size(), input));
      case "add", "remove" -> {
        Object after = request.f().equals("add") ? with(state, input) : without(state, input);
        yield Result.ok(after, random.nextInt(3) > 0 ? input : (Object) !after.equals(state));
      }
      case "contains" -> Result.ok(state, contents(state).contains(input));
      default -> Result.ok(state, state);
    };
  }

  @Override
  public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
    return switch (request.f()) {
      case "read" -> random.nextInt(12) == 0 ? null : some(random, fresh);
      case "contains" -> random.nextBoolean();
      case "append" ->
          random.nextInt(4) > 0
              ? request.input()
              : List.of((long) random.nextInt(3), Objects.requireNonNull(request.input()));
      default -> random.nextInt(3) > 0 ? request.input() : (Object) random.nextBoolean();
    };
  }

  private List<Long> some(RandomGenerator random, long fresh) {
    List<Long> values = new ArrayList<>();
    long end = distinct ? Math.min(fresh, 8) : 3;
    for (long value = 0; value < end; value++) {
      for (int times = random.nextInt(10) * 2 / 9; times > 0; times--) {
        values.add(value);
      }
    }
    if (log && random.nextBoolean()) {
      Collections.shuffle(values, new java.util.Random(random.nextLong()));
    }
    return List.copyOf(values);
  }
}
