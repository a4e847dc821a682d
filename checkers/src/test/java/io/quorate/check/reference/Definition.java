package io.quorate.check.reference;

import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definition of linearizability, word for word: tries every order of every subset that leaves
 * out crashed operations only, with all keys at once. What was tried is not tried again.
 */
final class Definition {
  private record Tried(int placed, Map<@Nullable Object, Object> states) {}

  private final History history;
  private final Specification object;
  private final Operation[] operations;
  private final Set<Tried> tried = new HashSet<>();

  private Definition(History history, Specification object) {
    this.history = history;
    this.object = object;
    this.operations = new Operation[history.size()];
    for (int id = 0; id < operations.length; id++) {
      operations[id] = history.operation(id);
    }
  }

  /** Whether some order of the operations explains the history; of 31 operations at most. */
  static boolean isLinearizable(History history, Specification object) {
    return new Definition(history, object).search(0, new HashMap<>());
  }

  private boolean search(int placed, Map<@Nullable Object, Object> states) {
    if (isComplete(placed)) {
      return true;
    }
    if (!tried.add(new Tried(placed, states))) {
      return false;
    }
    for (int next = 0; next < operations.length; next++) {
      if ((placed & 1 << next) == 0 && mayComeNext(next, placed) && place(next, placed, states)) {
        return true;
      }
    }
    return false;
  }

  private boolean place(int next, int placed, Map<@Nullable Object, Object> states) {
    Object key = operations[next].call().key();
    Object state = states.getOrDefault(key, object.start());
    for (Object after : object.after(state, operations[next].call())) {
      Map<@Nullable Object, Object> changed = new HashMap<>(states);
      changed.put(key, after);
      if (search(placed | 1 << next, changed)) {
        return true;
      }
    }
    return false;
  }

  private boolean isComplete(int placed) {
    for (int id = 0; id < operations.length; id++) {
      if ((placed & 1 << id) == 0 && operations[id].call().outcome() != Outcome.INFO) {
        return false;
      }
    }
    return true;
  }

  private boolean mayComeNext(int next, int placed) {
    for (int id = 0; id < operations.length; id++) {
      if ((placed & 1 << id) == 0 && history.returnedAt(id) < history.invokedAt(next)) {
        return false;
      }
    }
    return true;
  }
}
