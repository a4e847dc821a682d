package io.quorate.check.report;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it is for a stretch to fail, in as few words as possible: every order, from every state. */
final class PlainStretch {
  private final History history;
  private final Model<Held> model;
  private final int first;
  private final int last;
  private final List<Integer> ops = new ArrayList<>();

  private PlainStretch(
      History history, Model<Held> model, @Nullable Object partition, int first, int last) {
    this.history = history;
    this.model = model;
    this.first = first;
    this.last = last;
    for (int op : tellingOf(history, model, partition)) {
      if (history.invokedAt(op) <= last && history.returnedAt(op) >= first) {
        ops.add(op);
      }
    }
  }

  static boolean fails(
      History history, Model<Held> model, @Nullable Object partition, int first, int last) {
    List<Integer> all = tellingOf(history, model, partition);
    PlainStretch stretch = new PlainStretch(history, model, partition, first, last);
    if (all.isEmpty()) {
      return false;
    }
    if (first <= history.invokedAt(all.getFirst())) {
      return !stretch.holds(model.init(), new ArrayList<>());
    }
    return states(history, model, all).stream()
        .noneMatch(state -> stretch.holds(state, new ArrayList<>()));
  }

  /** The events of a part. */
  static List<Integer> events(History history, Model<Held> model, @Nullable Object partition) {
    List<Integer> events = new ArrayList<>();
    for (int op : tellingOf(history, model, partition)) {
      events.add(history.invokedAt(op));
      if (history.returnedAt(op) != History.NEVER) {
        events.add(history.returnedAt(op));
      }
    }
    return events.stream().sorted().toList();
  }

  private static List<Integer> tellingOf(
      History history, Model<Held> model, @Nullable Object partition) {
    List<Integer> telling = new ArrayList<>();
    for (int op = 0; op < history.size(); op++) {
      Call call = history.calls().get(history.callOf(op));
      Role role = model.role(call);
      boolean unseen = role == Role.OBSERVATION && call.outcome() == Outcome.INFO;
      if (role != Role.IGNORED && !unseen && Objects.equals(model.partition(call), partition)) {
        telling.add(op);
      }
    }
    return telling;
  }

  private static Set<Held> states(History history, Model<Held> model, List<Integer> ops) {
    Set<Held> states = new LinkedHashSet<>(List.of(model.init()));
    int before = 0;
    while (before < states.size()) {
      before = states.size();
      for (Held state : List.copyOf(states)) {
        for (int op : ops) {
          Held next = model.step(state, history.calls().get(history.callOf(op)));
          if (next != null) {
            states.add(next);
          }
        }
      }
    }
    return states;
  }

  private boolean isOwed(int op) {
    return history.invokedAt(op) >= first && history.returnedAt(op) <= last;
  }

  private boolean holds(Held state, List<Integer> placed) {
    if (ops.stream().allMatch(op -> placed.contains(op) || !isOwed(op))) {
      return true;
    }
    for (int op : ops) {
      if (placed.contains(op) || !mayFollow(op, placed)) {
        continue;
      }
      Held next = model.step(state, history.calls().get(history.callOf(op)));
      if (next != null) {
        placed.add(op);
        boolean found = holds(next, placed);
        placed.removeLast();
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  /** Nothing that returned before its invocation is still owed, and it did not return too early. */
  private boolean mayFollow(int op, List<Integer> placed) {
    for (int other : ops) {
      boolean done = placed.contains(other);
      if (!done && isOwed(other) && history.returnedAt(other) < history.invokedAt(op)) {
        return false;
      }
      if (done && history.returnedAt(op) < history.invokedAt(other)) {
        return false;
      }
    }
    return true;
  }
}
