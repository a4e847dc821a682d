package io.quorate.check;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.FailedCas;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The definition of linearizability, word for word, and a cell written a second time: tries every
 * order of every subset that leaves out crashed operations only. Shares no code with the checkers.
 */
public final class BruteForce {
  private final Reading reading;
  private final @Nullable Object initial;

  public BruteForce(@Nullable Object initial, Reading reading) {
    this.initial = initial;
    this.reading = reading;
  }

  /** Whether some order of all operations on all keys at once explains the history. */
  public boolean isLinearizable(History history) {
    List<Operation> open = new ArrayList<>();
    for (int id = 0; id < history.size(); id++) {
      open.add(history.operation(id));
    }
    return search(open, new HashMap<>());
  }

  private boolean search(List<Operation> open, Map<@Nullable Object, @Nullable Object> cells) {
    if (open.stream().allMatch(op -> op.call().outcome() == Outcome.INFO)) {
      return true;
    }
    for (Operation next : open) {
      boolean mayComeNext = open.stream().noneMatch(other -> other.returnedAt() < next.invokedAt());
      if (!mayComeNext) {
        continue;
      }
      Map<@Nullable Object, @Nullable Object> after = new HashMap<>(cells);
      if (takesEffect(next.call(), after)) {
        List<Operation> rest = new ArrayList<>(open);
        rest.remove(next);
        if (search(rest, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean takesEffect(Call call, Map<@Nullable Object, @Nullable Object> cells) {
    Object held = cells.containsKey(call.key()) ? cells.get(call.key()) : initial;
    return switch (call.f()) {
      case "read", "get" -> mayHaveSeen(call, held);
      case "cas" -> compareAndSet(call, held, cells);
      case "write", "put" -> set(call, call.input(), cells);
      case "append" ->
          set(call, held == null ? call.input() : held.toString() + call.input(), cells);
      case "delete" -> set(call, null, cells);
      default -> throw new AssertionError(call);
    };
  }

  private boolean mayHaveSeen(Call call, @Nullable Object held) {
    return call.outcome() != Outcome.OK
        || (call.output() == null && reading.nilRead() == NilRead.SAYS_NOTHING)
        || Objects.equals(held, call.output());
  }

  private boolean compareAndSet(
      Call call, @Nullable Object held, Map<@Nullable Object, @Nullable Object> cells) {
    List<?> pair = (List<?>) Objects.requireNonNull(call.input());
    boolean equal = Objects.equals(held, pair.get(0));
    if (call.outcome() == Outcome.FAIL) {
      return reading.failedCas() == FailedCas.SAYS_NOTHING || !equal;
    }
    return equal && set(call, pair.get(1), cells);
  }

  private static boolean set(
      Call call, @Nullable Object value, Map<@Nullable Object, @Nullable Object> cells) {
    if (call.outcome() != Outcome.FAIL) {
      cells.put(call.key(), value);
    }
    return true;
  }
}
