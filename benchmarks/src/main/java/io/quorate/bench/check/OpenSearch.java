package io.quorate.bench.check;

import io.quorate.check.history.Call;
import io.quorate.check.history.Event;
import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opensearch.cluster.coordination.LinearizabilityChecker;
import org.opensearch.cluster.coordination.LinearizabilityChecker.KeyedSpec;
import org.opensearch.cluster.coordination.LinearizabilityChecker.SequentialSpec;

/**
 * A history of a cas-register handed to OpenSearch's LinearizabilityChecker (Apache License 2.0), a
 * port of Porcupine to Java. It reads calls as {@link io.quorate.check.model.Reading#PORCUPINE}
 * does. A crashed operation returns at the end of the history, with a result that agrees with
 * anything.
 */
final class OpenSearch {
  /** What it said. */
  enum Answer {
    VALID,
    INVALID,
    GAVE_UP
  }

  /** What a call asks: one object for the peer to hand back to its specification. */
  private record Ask(String f, @Nullable Object key, @Nullable Object input) {}

  /** What came back; {@code value} counts where the outcome is OK. */
  private record Answered(Outcome outcome, @Nullable Object value) {
    static final Answered CRASHED = new Answered(Outcome.INFO, null);
  }

  private final LinearizabilityChecker.History history = new LinearizabilityChecker.History();
  private final SequentialSpec spec;

  OpenSearch(History recorded, @Nullable Object initial) {
    Map<Integer, Integer> open = new HashMap<>();
    recorded.forEachEvent(event -> append(event, open), annotation -> {});
    boolean keyed = recorded.calls().stream().map(Call::key).anyMatch(Objects::nonNull);
    this.spec =
        keyed ? new Keyed(Optional.ofNullable(initial)) : new Single(Optional.ofNullable(initial));
  }

  private void append(Event event, Map<Integer, Integer> open) {
    if (event.type() == EventType.INVOKE) {
      Ask ask = new Ask(event.f(), event.key(), event.value());
      open.put(event.process(), history.invoke(ask));
      return;
    }
    int id = Objects.requireNonNull(open.remove(event.process()));
    switch (event.type()) {
      case OK -> history.respond(id, new Answered(Outcome.OK, event.value()));
      case FAIL -> fail(event, id);
      case INFO, INVOKE -> {}
    }
  }

  /** Only a cas that failed tells something. */
  private void fail(Event event, int id) {
    if (event.f().equals("cas")) {
      history.respond(id, new Answered(Outcome.FAIL, null));
    } else {
      history.remove(id);
    }
  }

  /** Judges; gives up after this long, or when memory does not suffice. */
  Answer judge(long limitNs) {
    long end = System.nanoTime() + limitNs;
    boolean[] late = {false};
    try {
      boolean linearizable =
          new LinearizabilityChecker()
              .isLinearizable(
                  spec,
                  history,
                  ask -> Answered.CRASHED,
                  () -> late[0] |= System.nanoTime() - end > 0);
      return late[0] ? Answer.GAVE_UP : linearizable ? Answer.VALID : Answer.INVALID;
    } catch (OutOfMemoryError e) {
      return Answer.GAVE_UP;
    }
  }

  /** The state is what the register holds, as an Optional: the peer has no null. */
  private static Optional<Object> next(Object state, Ask ask, Answered answered) {
    Optional<?> held = (Optional<?>) state;
    boolean crashed = answered.outcome() == Outcome.INFO;
    return switch (ask.f()) {
      case "read" -> {
        boolean agrees = crashed || held.equals(Optional.ofNullable(answered.value()));
        yield agrees ? Optional.of(state) : Optional.empty();
      }
      case "write" -> Optional.of(Optional.ofNullable(ask.input()));
      case "cas" -> {
        List<?> pair = (List<?>) Objects.requireNonNull(ask.input());
        boolean equal = held.equals(Optional.ofNullable(pair.get(0)));
        boolean may = crashed || equal == (answered.outcome() == Outcome.OK);
        Object after = equal ? Optional.ofNullable(pair.get(1)) : state;
        yield may ? Optional.of(after) : Optional.empty();
      }
      default -> throw new IllegalStateException(ask.toString());
    };
  }

  private record Single(Optional<Object> initial) implements SequentialSpec {
    @Override
    public Object initialState() {
      return initial;
    }

    @Override
    public Optional<Object> nextState(Object state, Object ask, Object answered) {
      return next(state, (Ask) ask, (Answered) answered);
    }
  }

  private record Keyed(Optional<Object> initial) implements KeyedSpec {
    @Override
    public Object initialState() {
      return initial;
    }

    @Override
    public Optional<Object> nextState(Object state, Object ask, Object answered) {
      return next(state, (Ask) ask, (Answered) answered);
    }

    @Override
    public Object getKey(Object ask) {
      return Objects.requireNonNull(((Ask) ask).key());
    }

    @Override
    public Object getValue(Object ask) {
      return ask;
    }
  }
}
