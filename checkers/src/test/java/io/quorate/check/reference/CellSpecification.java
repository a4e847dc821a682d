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

/** A register of whole numbers, 0 before any call; with cas if so wished. */
record CellSpecification(Reading reading, boolean cas, boolean distinct) implements Specification {
  private record Value(@Nullable Object held) {}

  @Override
  public Object start() {
    return new Value(0L);
  }

  @Override
  public List<Object> after(Object state, Call call) {
    Object held = ((Value) state).held();
    boolean failed = call.outcome() == Outcome.FAIL;
    return switch (call.f()) {
      case "read" -> {
        boolean unseen = call.output() == null && reading.nilRead() == NilRead.SAYS_NOTHING;
        boolean agrees = unseen || Objects.equals(held, call.output());
        yield call.outcome() != Outcome.OK || agrees ? List.of(state) : List.of();
      }
      case "write" -> List.of(failed ? state : new Value(call.input()));
      default -> compareAndSet(state, held, call);
    };
  }

  private List<Object> compareAndSet(Object state, @Nullable Object held, Call call) {
    List<?> pair = (List<?>) Objects.requireNonNull(call.input());
    boolean equal = Objects.equals(held, pair.get(0));
    if (call.outcome() == Outcome.FAIL) {
      boolean possible = reading.failedCas() == FailedCas.SAYS_NOTHING || !equal;
      return possible ? List.of(state) : List.of();
    }
    return equal ? List.of(new Value(pair.get(1))) : List.of();
  }

  @Override
  public Request draw(RandomGenerator random, long fresh) {
    int draw = random.nextInt(cas ? 6 : 4);
    if (draw < 2) {
      return new Request("read", null);
    }
    long value = value(random, fresh);
    return draw < 4
        ? new Request("write", value)
        : new Request("cas", List.of(old(random, fresh), value));
  }

  private long value(RandomGenerator random, long fresh) {
    return distinct ? fresh : random.nextInt(3);
  }

  private long old(RandomGenerator random, long fresh) {
    return distinct ? Math.max(0, fresh - 1 - random.nextInt(4)) : random.nextInt(3);
  }

  @Override
  public Result run(Object state, Request request, RandomGenerator random) {
    Object held = ((Value) state).held();
    return switch (request.f()) {
      case "read" -> Result.ok(state, held);
      case "write" -> Result.ok(new Value(request.input()), request.input());
      default -> {
        List<?> pair = (List<?>) Objects.requireNonNull(request.input());
        yield pair.get(0).equals(held)
            ? Result.ok(new Value(pair.get(1)), pair)
            : Result.refused(state);
      }
    };
  }

  @Override
  public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
    if (!request.f().equals("read")) {
      return request.input();
    }
    return random.nextInt(12) == 0 ? null : (Object) old(random, fresh);
  }
}
