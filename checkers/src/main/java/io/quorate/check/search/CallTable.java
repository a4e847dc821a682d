package io.quorate.check.search;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model says of each call of a history: its role, and the independent part it is about. */
final class CallTable {
  /** The part of a call that tells nothing. */
  static final int LEFT_OUT = -1;

  /** The role of each call; a crashed observation, which nobody saw, is ignored. */
  final Role[] roles;

  /** The part of each call, or {@link #LEFT_OUT}. */
  final int[] partOfCall;

  /** What the parts are about, in the order of their first calls. */
  final List<@Nullable Object> names = new ArrayList<>();

  /**
   * Asks the model about each call.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  CallTable(History history, Model<?> model) {
    List<Call> calls = history.calls();
    this.roles = new Role[calls.size()];
    this.partOfCall = new int[calls.size()];
    Map<@Nullable Object, Integer> numbers = new HashMap<>();
    for (int call = 0; call < roles.length; call++) {
      roles[call] = role(model, calls.get(call));
      partOfCall[call] =
          switch (roles[call]) {
            case OBSERVATION, UPDATE, OVERWRITE ->
                number(model.partition(calls.get(call)), numbers);
            case IGNORED, FOREIGN -> LEFT_OUT;
          };
    }
    refuseForeignCalls(history, model);
  }

  /** The part of an operation, or {@link #LEFT_OUT}. */
  int partOf(History history, int operation) {
    return partOfCall[history.callOf(operation)];
  }

  private static Role role(Model<?> model, Call call) {
    Role role = model.role(call);
    boolean unseen = role == Role.OBSERVATION && call.outcome() == Outcome.INFO;
    return unseen ? Role.IGNORED : role;
  }

  private int number(@Nullable Object name, Map<@Nullable Object, Integer> numbers) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  private void refuseForeignCalls(History history, Model<?> model) {
    boolean any = false;
    for (Role role : roles) {
      any |= role == Role.FOREIGN;
    }
    for (int operation = 0; any && operation < history.size(); operation++) {
      if (roles[history.callOf(operation)] == Role.FOREIGN) {
        throw new ModelMismatch(model, history.operation(operation));
      }
    }
  }
}
