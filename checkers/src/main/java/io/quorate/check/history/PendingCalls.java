package io.quorate.check.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operation that each process has pending. Most histories number their processes from 0. */
final class PendingCalls {
  private static final int LOW_PROCESSES = 1 << 12;

  /** An operation that has been invoked. */
  record Pending(int operation, String f, @Nullable Object key, @Nullable Object input) {}

  private @Nullable Pending[] low = new Pending[16];
  private final Map<Integer, Pending> others = new HashMap<>();

  @Nullable Pending of(int process) {
    if (isLow(process)) {
      return process < low.length ? low[process] : null;
    }
    return others.get(process);
  }

  void put(int process, Pending call) {
    if (isLow(process)) {
      if (process >= low.length) {
        low = Arrays.copyOf(low, Math.max(process + 1, 2 * low.length));
      }
      low[process] = call;
    } else {
      others.put(process, call);
    }
  }

  void remove(int process) {
    if (isLow(process) && process < low.length) {
      low[process] = null;
    } else {
      others.remove(process);
    }
  }

  /** All that are pending, by process where that is low. */
  List<Pending> all() {
    List<Pending> all = new ArrayList<>();
    for (Pending call : low) {
      if (call != null) {
        all.add(call);
      }
    }
    others.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> all.add(entry.getValue()));
    return all;
  }

  private static boolean isLow(int process) {
    return process >= 0 && process < LOW_PROCESSES;
  }
}
