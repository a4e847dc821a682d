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

/**
 * Divides the operations of a history into the independent parts that the model names, and leaves
 * out those that tell nothing.
 */
final class Partitions {
  private static final int LEFT_OUT = -1;

  private final History history;
  private final Role[] roles;
  private final int[] partOfCall;
  private final List<@Nullable Object> names = new ArrayList<>();

  private Partitions(History history, Model<?> model) {
    this.history = history;
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
  }

  /** The parts of a history, in the order of their first calls. */
  static List<Part> of(History history, Model<?> model) {
    Partitions partitions = new Partitions(history, model);
    partitions.refuseForeignCalls(model);
    return partitions.divide();
  }

  /** A crashed observation tells nothing: nobody learned what it saw. */
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

  private void refuseForeignCalls(Model<?> model) {
    boolean[] foreign = new boolean[roles.length];
    boolean any = false;
    for (int call = 0; call < roles.length; call++) {
      foreign[call] = roles[call] == Role.FOREIGN;
      any |= foreign[call];
    }
    for (int operation = 0; any && operation < history.size(); operation++) {
      if (foreign[history.callOf(operation)]) {
        throw new ModelMismatch(model, history.operation(operation));
      }
    }
  }

  private List<Part> divide() {
    int[] sizes = new int[names.size()];
    for (int operation = 0; operation < history.size(); operation++) {
      int part = partOfCall[history.callOf(operation)];
      if (part != LEFT_OUT) {
        sizes[part]++;
      }
    }
    int[][] operations = new int[names.size()][];
    for (int part = 0; part < operations.length; part++) {
      operations[part] = new int[sizes[part]];
      sizes[part] = 0;
    }
    for (int operation = 0; operation < history.size(); operation++) {
      int part = partOfCall[history.callOf(operation)];
      if (part != LEFT_OUT) {
        operations[part][sizes[part]++] = operation;
      }
    }
    List<Part> parts = new ArrayList<>(operations.length);
    for (int part = 0; part < operations.length; part++) {
      if (operations[part].length > 0) {
        parts.add(new Part(history, names.get(part), roles, operations[part]));
      }
    }
    return parts;
  }
}
