package io.quorate.check.search;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The search without a single idea in it: every configuration that can be reached, each once. Slow,
 * but good for histories that are too long to try every order.
 */
final class PlainSearch<S> {
  private record Configuration<S>(BitSet placed, S state) {}

  private final Model<S> model;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<Configuration<S>> seen = new HashSet<>();

  PlainSearch(History history, Model<S> model) {
    this.model = model;
    for (int id = 0; id < history.size(); id++) {
      Operation operation = history.operation(id);
      Call call = operation.call();
      boolean unseen = model.role(call) == Role.OBSERVATION && call.outcome() == Outcome.INFO;
      if (model.role(call) != Role.IGNORED && !unseen) {
        operations.add(operation);
      }
    }
  }

  boolean isLinearizable() {
    List<Configuration<S>> open = new ArrayList<>();
    open.add(new Configuration<>(new BitSet(), model.init()));
    while (!open.isEmpty()) {
      Configuration<S> configuration = open.removeLast();
      if (isComplete(configuration.placed())) {
        return true;
      }
      for (int i = 0; i < operations.size(); i++) {
        if (mayComeNext(i, configuration.placed())) {
          S next = model.step(configuration.state(), operations.get(i).call());
          if (next != null) {
            BitSet placed = (BitSet) configuration.placed().clone();
            placed.set(i);
            Configuration<S> after = new Configuration<>(placed, next);
            if (seen.add(after)) {
              open.add(after);
            }
          }
        }
      }
    }
    return false;
  }

  private boolean isComplete(BitSet placed) {
    for (int i = placed.nextClearBit(0); i < operations.size(); i = placed.nextClearBit(i + 1)) {
      if (operations.get(i).returnedAt() != History.NEVER) {
        return false;
      }
    }
    return true;
  }

  private boolean mayComeNext(int candidate, BitSet placed) {
    if (placed.get(candidate)) {
      return false;
    }
    int invokedAt = operations.get(candidate).invokedAt();
    for (int i = placed.nextClearBit(0); i < operations.size(); i = placed.nextClearBit(i + 1)) {
      if (operations.get(i).returnedAt() < invokedAt) {
        return false;
      }
    }
    return true;
  }
}
