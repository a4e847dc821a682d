package io.quorate.check.report;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds a {@link FailingStretch}. What fails goes on to fail when it is made longer, so the latest
 * beginning is found by steps that double and then halve, and the earliest end likewise.
 */
final class StretchFinder<S> {
  private final History history;
  private final Object partition;
  private final StretchSearch<S> search;

  /** The part's operations by invocation. */
  private final int[] operations;

  /** The places of their events, up to the last that matters. */
  private final int[] events;

  StretchFinder(
      History history, Model<S> model, @Nullable Object partition, int last, Budget budget) {
    this.history = history;
    this.partition = partition == null ? NO_NAME : partition;
    this.operations = operations(history, model, partition);
    this.events = events(last);
    this.search = new StretchSearch<>(history, model, operations, budget);
  }

  private static final Object NO_NAME = new Object();

  @Nullable FailingStretch find() {
    if (events.length == 0) {
      return null;
    }
    int end = events.length - 1;
    int begin = latestBeginning(end);
    if (begin < 0) {
      return null;
    }
    int earlier = earliestEnd(begin, end);
    if (earlier < end) {
      end = earlier;
      begin = Math.max(begin, latestBeginning(end));
    }
    return stretch(begin, end);
  }

  /** The index of the latest event from which on the stretch fails, or -1. */
  private int latestBeginning(int end) {
    int holds = end + 1;
    int fails = -1;
    for (int size = 2; fails < 0 && holds > 0; size *= 2) {
      int begin = Math.max(0, end + 1 - size);
      if (fails(begin, end)) {
        fails = begin;
      } else {
        holds = begin;
      }
    }
    while (fails >= 0 && holds - fails > 1) {
      int middle = (fails + holds) >>> 1;
      if (fails(middle, end)) {
        fails = middle;
      } else {
        holds = middle;
      }
    }
    return fails;
  }

  private int earliestEnd(int begin, int end) {
    int fails = end;
    int holds = begin - 1;
    while (fails - holds > 1) {
      int middle = (fails + holds) >>> 1;
      if (fails(begin, middle)) {
        fails = middle;
      } else {
        holds = middle;
      }
    }
    return fails;
  }

  private boolean fails(int begin, int end) {
    return search.fails(events[begin], events[end], begin == 0);
  }

  private FailingStretch stretch(int begin, int end) {
    List<Operation> within = new ArrayList<>();
    List<Operation> around = new ArrayList<>();
    int first = events[begin];
    int last = events[end];
    for (int op : operations) {
      boolean touches = history.invokedAt(op) <= last && history.returnedAt(op) >= first;
      if (touches) {
        boolean inside = history.invokedAt(op) >= first && history.returnedAt(op) <= last;
        (inside ? within : around).add(history.operation(op));
      }
    }
    return new FailingStretch(
        partition.equals(NO_NAME) ? null : partition,
        first,
        last,
        within,
        around,
        begin == 0 ? 1 : search.stateCount(),
        begin == 0);
  }

  private int[] events(int last) {
    int[] places = new int[2 * operations.length];
    int size = 0;
    for (int op : operations) {
      if (history.invokedAt(op) <= last) {
        places[size++] = history.invokedAt(op);
      }
      if (history.returnedAt(op) <= last) {
        places[size++] = history.returnedAt(op);
      }
    }
    Arrays.sort(places, 0, size);
    return Arrays.copyOf(places, size);
  }

  private static int[] operations(History history, Model<?> model, @Nullable Object partition) {
    boolean[] belongs = new boolean[history.calls().size()];
    for (int call = 0; call < belongs.length; call++) {
      belongs[call] = belongs(history.calls().get(call), model, partition);
    }
    int[] found = new int[history.size()];
    int size = 0;
    for (int op = 0; op < history.size(); op++) {
      if (belongs[history.callOf(op)]) {
        found[size++] = op;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private static boolean belongs(Call call, Model<?> model, @Nullable Object partition) {
    Role role = model.role(call);
    boolean tells =
        switch (role) {
          case OBSERVATION -> call.outcome() != Outcome.INFO;
          case UPDATE, OVERWRITE -> true;
          case IGNORED, FOREIGN -> false;
        };
    return tells && Objects.equals(model.partition(call), partition);
  }
}
