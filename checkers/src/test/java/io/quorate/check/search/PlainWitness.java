package io.quorate.check.search;

import io.quorate.check.history.Call;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a given order shows, word for word, for a history of one part: tries every way to put the
 * observations without a position among the operations that have one. For small histories.
 */
final class PlainWitness<S> {
  private final Model<S> model;
  private final List<Operation> sequence = new ArrayList<>();
  private final List<Operation> floating = new ArrayList<>();
  private boolean complete = true;

  PlainWitness(History history, Model<S> model) {
    this.model = model;
    for (int id = 0; id < history.size(); id++) {
      Operation operation = history.operation(id);
      Role role = model.role(operation.call());
      boolean crashed = operation.call().outcome() == Outcome.INFO;
      boolean observes = role == Role.OBSERVATION;
      if (role == Role.IGNORED || (observes && crashed)) {
        continue;
      }
      if (history.positionOf(id) != Event.NO_POSITION) {
        sequence.add(operation);
      } else if (observes) {
        floating.add(operation);
      } else {
        complete &= crashed;
      }
    }
    sequence.sort(
        Comparator.<Operation>comparingLong(op -> history.positionOf(op.id()))
            .thenComparing(op -> model.role(op.call()) == Role.OBSERVATION));
  }

  boolean holds() {
    return complete && holds(model.init(), sequence, floating, new ArrayList<>());
  }

  private boolean holds(S state, List<Operation> rest, List<Operation> open, List<Operation> done) {
    if (rest.isEmpty() && open.isEmpty()) {
      return true;
    }
    for (Operation next : open) {
      S after = model.step(state, next.call());
      if (after != null && mayFollow(next, done)) {
        if (holds(after, rest, without(open, next), with(done, next))) {
          return true;
        }
      }
    }
    if (rest.isEmpty()) {
      return false;
    }
    Operation next = rest.getFirst();
    List<Operation> others = rest.subList(1, rest.size());
    S after = model.step(state, next.call());
    if (after == null) {
      return crashed(next.call()) && holds(state, others, open, done);
    }
    return mayFollow(next, done) && holds(after, others, open, with(done, next));
  }

  private static boolean crashed(Call call) {
    return call.outcome() == Outcome.INFO;
  }

  private static boolean mayFollow(Operation next, List<Operation> done) {
    return done.stream().noneMatch(before -> next.returnedAt() < before.invokedAt());
  }

  private static List<Operation> without(List<Operation> all, Operation one) {
    List<Operation> rest = new ArrayList<>(all);
    rest.remove(one);
    return rest;
  }

  private static List<Operation> with(List<Operation> all, Operation one) {
    List<Operation> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }
}
