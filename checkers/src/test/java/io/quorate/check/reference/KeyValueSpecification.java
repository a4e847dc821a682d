package io.quorate.check.reference;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.FailedCas;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One key of a store of texts, absent before any call. */
record KeyValueSpecification(Reading reading, boolean distinct) implements Specification {
  private record Value(@Nullable Object held) {}

  @Override
  public Object start() {
    return new Value(null);
  }

  @Override
  public List<Object> after(Object state, Call call) {
    Object held = ((Value) state).held();
    if (call.f().equals("get")) {
      boolean unseen = call.output() == null && reading.nilRead() == NilRead.SAYS_NOTHING;
      boolean agrees = unseen || Objects.equals(held, call.output());
      return call.outcome() != Outcome.OK || agrees ? List.of(state) : List.of();
    }
    boolean possible = !call.f().equals("cas") || isExpected(held, call.input());
    if (call.outcome() == Outcome.FAIL) {
      boolean unseen = !call.f().equals("cas") || reading.failedCas() == FailedCas.SAYS_NOTHING;
      return unseen || !possible ? List.of(state) : List.of();
    }
    return possible ? List.of(changed(held, call.f(), call.input())) : List.of();
  }

  private static boolean isExpected(@Nullable Object held, @Nullable Object pair) {
    return pair instanceof List<?> list && Objects.equals(list.get(0), held);
  }

  private static Value changed(@Nullable Object held, String f, @Nullable Object input) {
    return switch (f) {
      case "put" -> new Value(input);
      case "append" -> new Value(held == null ? input : held + String.valueOf(input));
      case "delete" -> new Value(null);
      default -> new Value(input instanceof List<?> pair ? pair.get(1) : null);
    };
  }

  @Override
  public Request draw(RandomGenerator random, long fresh) {
    int draw = random.nextInt(distinct ? 32 : 12);
    return switch (draw) {
      case 0 -> new Request("append", text(random, fresh));
      case 1 -> new Request("delete", null);
      case 2, 3, 4 -> new Request("cas", List.of(old(random, fresh), text(random, fresh)));
      default -> draw % 2 == 0 ? new Request("put", text(random, fresh)) : new Request("get", null);
    };
  }

  private String text(RandomGenerator random, long fresh) {
    return distinct ? "v" + fresh : List.of("a", "b", "ab").get(random.nextInt(3));
  }

  private String old(RandomGenerator random, long fresh) {
    return text(random, Math.max(0, fresh - 1 - random.nextInt(4)));
  }

  @Override
  public Result run(Object state, Request request, RandomGenerator random) {
    Object held = ((Value) state).held();
    if (request.f().equals("get")) {
      return Result.ok(state, held);
    }
    return request.f().equals("cas") && !isExpected(held, request.input())
        ? Result.refused(state)
        : Result.ok(changed(held, request.f(), request.input()), request.input());
  }

  @Override
  public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
    if (!request.f().equals("get")) {
      return request.input();
    }
    return random.nextInt(8) == 0 ? null : old(random, fresh);
  }
}
