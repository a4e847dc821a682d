package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by trying every order of beginnings and commits whether a tiny history is snapshot
 * isolated: each transaction reads what was committed when it began, and its own writes, and of two
 * that overlap and write one key only one commits.
 */
final class SnapshotSearch {
  private final History history;
  private final boolean lists;

  /** What each transaction that has begun would leave. */
  private final Map<Integer, Map<Object, @Nullable Object>> left = new HashMap<>();

  private final boolean[] committed;

  /** Keys that were committed by others since a transaction began. */
  private final Map<Integer, Set<Object>> since = new HashMap<>();

  private SnapshotSearch(History history, boolean lists) {
    this.history = history;
    this.lists = lists;
    this.committed = new boolean[history.size()];
  }

  static boolean isSnapshotIsolated(History history, boolean lists) {
    return new SnapshotSearch(history, lists).goOn(new HashMap<>());
  }

  private boolean goOn(Map<Object, @Nullable Object> store) {
    boolean complete = true;
    for (int op = 0; op < committed.length; op++) {
      complete &= committed[op] || call(op).outcome() != Outcome.OK;
    }
    if (complete) {
      return true;
    }
    for (int op = 0; op < committed.length; op++) {
      if (committed[op] || call(op).outcome() == Outcome.FAIL) {
        continue;
      }
      if (left.containsKey(op) ? commit(op, store) : begin(op, store)) {
        return true;
      }
    }
    return false;
  }

  private boolean begin(int op, Map<Object, @Nullable Object> store) {
    Map<Object, @Nullable Object> after = SerialSearch.run(call(op), store, lists);
    if (after == null) {
      return false;
    }
    left.put(op, after);
    since.put(op, new HashSet<>());
    boolean found = goOn(store);
    left.remove(op);
    since.remove(op);
    return found;
  }

  private boolean commit(int op, Map<Object, @Nullable Object> store) {
    Set<Object> mine = written(call(op));
    Set<Object> others = Objects.requireNonNull(since.get(op));
    if (mine.stream().anyMatch(others::contains)) {
      return false;
    }
    Map<Object, @Nullable Object> after = new HashMap<>(store);
    for (Object key : mine) {
      after.put(key, Objects.requireNonNull(left.get(op)).get(key));
    }
    Map<Integer, Set<Object>> before = new HashMap<>();
    since.forEach((other, keys) -> before.put(other, new HashSet<>(keys)));
    since.values().forEach(keys -> keys.addAll(mine));
    committed[op] = true;
    boolean found = goOn(after);
    committed[op] = false;
    since.clear();
    since.putAll(before);
    return found;
  }

  private Call call(int op) {
    return history.calls().get(history.callOf(op));
  }

  private static Set<Object> written(Call call) {
    Set<Object> keys = new HashSet<>();
    for (Object step : (List<?>) Objects.requireNonNull(call.input())) {
      List<?> parts = (List<?>) step;
      if (!new Keyword("r").equals(parts.getFirst())) {
        keys.add(Objects.requireNonNull(parts.get(1)));
      }
    }
    return keys;
  }
}
