package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides by trying every order whether tiny histories of transactions are serializable. */
final class SerialSearch {
  private final History history;
  private final boolean lists;
  private final boolean strict;
  private final boolean[] placed;

  private SerialSearch(History history, boolean lists, boolean strict) {
    this.history = history;
    this.lists = lists;
    this.strict = strict;
    this.placed = new boolean[history.size()];
  }

  static boolean isSerializable(History history, boolean lists) {
    return new SerialSearch(history, lists, false).goOn(new HashMap<>());
  }

  static boolean isStrictSerializable(History history, boolean lists) {
    return new SerialSearch(history, lists, true).goOn(new HashMap<>());
  }

  private boolean goOn(Map<Object, @Nullable Object> store) {
    boolean complete = true;
    for (int op = 0; op < placed.length; op++) {
      complete &= placed[op] || call(op).outcome() != Outcome.OK;
    }
    if (complete) {
      return true;
    }
    for (int op = 0; op < placed.length; op++) {
      if (placed[op] || call(op).outcome() == Outcome.FAIL || (strict && !mayComeNext(op))) {
        continue;
      }
      Map<Object, @Nullable Object> after = run(call(op), store, lists);
      if (after != null) {
        placed[op] = true;
        if (goOn(after)) {
          return true;
        }
        placed[op] = false;
      }
    }
    return false;
  }

  private boolean mayComeNext(int op) {
    for (int other = 0; other < placed.length; other++) {
      boolean owed = !placed[other] && call(other).outcome() == Outcome.OK;
      if (owed && history.returnedAt(other) < history.invokedAt(op)) {
        return false;
      }
    }
    return true;
  }

  private Call call(int op) {
    return history.calls().get(history.callOf(op));
  }

  /** The store after a transaction, or null if it cannot have seen what it saw. */
  static @Nullable Map<Object, @Nullable Object> run(
      Call call, Map<Object, @Nullable Object> store, boolean lists) {
    boolean ok = call.outcome() == Outcome.OK;
    Map<Object, @Nullable Object> after = new HashMap<>(store);
    List<?> steps = (List<?>) Objects.requireNonNull(ok ? call.output() : call.input());
    for (Object each : steps) {
      List<?> step = (List<?>) each;
      Object key = Objects.requireNonNull(step.get(1));
      Object value = step.get(2);
      if (!new Keyword("r").equals(step.getFirst())) {
        after.put(key, lists ? longer(after.get(key), value) : value);
      } else if (ok && !agrees(after.get(key), value, lists)) {
        return null;
      }
    }
    return after;
  }

  private static boolean agrees(@Nullable Object held, @Nullable Object seen, boolean lists) {
    boolean bothEmpty = lists && held == null && (seen == null || seen.equals(List.of()));
    return bothEmpty || Objects.equals(held, seen);
  }

  static List<@Nullable Object> longer(@Nullable Object list, @Nullable Object value) {
    List<@Nullable Object> copy = new ArrayList<>();
    if (list instanceof List<?> before) {
      copy.addAll(before);
    }
    copy.add(value);
    return copy;
  }
}
