package io.quorate.check.reference;

import io.quorate.check.history.Call;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Objects with nothing in common: a lock, a counter, and several registers. */
final class PlainSpecification {
  private PlainSpecification() {}

  /** A lock: true while it is held. */
  record Lock() implements Specification {
    @Override
    public Object start() {
      return false;
    }

    @Override
    public List<Object> after(Object held, Call call) {
      boolean acquire = call.f().equals("acquire");
      boolean can = held.equals(!acquire);
      if (call.outcome() == Outcome.FAIL) {
        return List.of(held);
      }
      if (call.outcome() == Outcome.OK && Boolean.FALSE.equals(call.output())) {
        return can ? List.of() : List.of(held);
      }
      return can ? List.of(acquire) : List.of();
    }

    @Override
    public Request draw(RandomGenerator random, long fresh) {
      return new Request(random.nextBoolean() ? "acquire" : "release", null);
    }

    @Override
    public Result run(Object held, Request request, RandomGenerator random) {
      boolean acquire = request.f().equals("acquire");
      if (held.equals(!acquire)) {
        return Result.ok(acquire, null);
      }
      return random.nextBoolean() ? Result.refused(held) : Result.ok(held, false);
    }

    @Override
    public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
      return random.nextInt(4) == 0 ? false : null;
    }
  }

  /** A counter. */
  record Count() implements Specification {
    @Override
    public Object start() {
      return 0L;
    }

    @Override
    public List<Object> after(Object count, Call call) {
      if (call.f().equals("add")) {
        long sum = (Long) count + (Long) Objects.requireNonNull(call.input());
        return List.of(call.outcome() == Outcome.FAIL ? count : sum);
      }
      boolean tells = call.outcome() == Outcome.OK && call.output() != null;
      return !tells || count.equals(call.output()) ? List.of(count) : List.of();
    }

    @Override
    public Request draw(RandomGenerator random, long fresh) {
      return random.nextBoolean()
          ? new Request("read", null)
          : new Request("add", random.nextInt(5) - 2L);
    }

    @Override
    public Result run(Object count, Request request, RandomGenerator random) {
      return request.f().equals("read")
          ? Result.ok(count, count)
          : Result.ok(
              (Long) count + (Long) Objects.requireNonNull(request.input()), request.input());
    }

    @Override
    public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
      return request.f().equals("add") ? request.input() : (Object) (random.nextInt(5) - 1L);
    }
  }

  /** Two registers, 0 before any call, and calls on both. */
  record Registers(Reading reading) implements Specification {
    private static final List<String> NAMES = List.of("x", "y");

    @Override
    public Object start() {
      return Map.of("x", 0L, "y", 0L);
    }

    @Override
    public List<Object> after(Object state, Call call) {
      Map<@Nullable Object, Object> registers = new HashMap<>((Map<?, ?>) state);
      if (call.outcome() == Outcome.FAIL) {
        return List.of(state);
      }
      Object did = call.outcome() == Outcome.OK ? call.output() : call.input();
      for (Object part : (List<?>) Objects.requireNonNull(did)) {
        List<?> micro = (List<?>) part;
        Object value = micro.get(2);
        if (micro.get(0).equals(new Keyword("w"))) {
          registers.put(micro.get(1), value);
        } else {
          boolean unseen = value == null && reading.nilRead() == NilRead.SAYS_NOTHING;
          boolean tells = call.outcome() == Outcome.OK && !unseen;
          if (tells && !Objects.equals(registers.get(micro.get(1)), value)) {
            return List.of();
          }
        }
      }
      return List.of(Map.copyOf(registers));
    }

    @Override
    public Request draw(RandomGenerator random, long fresh) {
      List<Object> parts = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        String name = NAMES.get(random.nextInt(2));
        parts.add(
            random.nextBoolean()
                ? Arrays.asList(new Keyword("r"), name, null)
                : List.of(new Keyword("w"), name, (long) random.nextInt(3)));
      }
      return new Request("txn", parts);
    }

    @Override
    public Result run(Object state, Request request, RandomGenerator random) {
      Map<@Nullable Object, Object> registers = new HashMap<>((Map<?, ?>) state);
      List<Object> results = new ArrayList<>();
      for (Object part : (List<?>) Objects.requireNonNull(request.input())) {
        List<?> micro = (List<?>) part;
        if (micro.get(0).equals(new Keyword("w"))) {
          registers.put(micro.get(1), micro.get(2));
          results.add(micro);
        } else {
          results.add(List.of(micro.get(0), micro.get(1), registers.get(micro.get(1))));
        }
      }
      return Result.ok(Map.copyOf(registers), results);
    }

    @Override
    public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
      List<Object> results = new ArrayList<>();
      for (Object part : (List<?>) Objects.requireNonNull(request.input())) {
        List<?> micro = (List<?>) part;
        Object seen = random.nextInt(12) == 0 ? null : (Object) (long) random.nextInt(3);
        results.add(
            micro.get(0).equals(new Keyword("w"))
                ? micro
                : Arrays.asList(micro.get(0), micro.get(1), seen));
      }
      return results;
    }
  }
}
