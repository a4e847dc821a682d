package io.quorate.check.txn;

import io.quorate.check.history.History;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The orders that the history itself gives: of a process's own transactions, and of real time.
 *
 * <p>A crashed transaction may take effect long after its process has gone on, so nothing follows
 * upon one.
 */
final class SessionOrder {
  /** Takes an ordered pair of operations. */
  interface PairSink {
    void accept(int earlier, int later);
  }

  private SessionOrder() {}

  /**
   * The pairs of successive operations of each process.
   *
   * @param ops those to be ordered, by invocation
   */
  static void ofProcesses(History history, int[] ops, PairSink sink) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int op : ops) {
      Integer before = last.get(history.processOf(op));
      if (before != null) {
        sink.accept(before, op);
      }
      if (history.returnedAt(op) != History.NEVER) {
        last.put(history.processOf(op), op);
      }
    }
  }

  /**
   * Pairs of operations of which one returned before the other was invoked; all such pairs follow
   * from them. At most as many for each operation as there were processes at work.
   *
   * @param ops those to be ordered, by invocation
   */
  static void ofRealTime(History history, int[] ops, PairSink sink) {
    int[] byReturn = returned(history, ops);
    Frontier frontier = new Frontier(history);
    int next = 0;
    for (int op : ops) {
      while (next < byReturn.length && history.returnedAt(byReturn[next]) < history.invokedAt(op)) {
        frontier.add(byReturn[next++]);
      }
      for (int i = 0; i < frontier.size; i++) {
        sink.accept(frontier.ops[i], op);
      }
    }
  }

  private static int[] returned(History history, int[] ops) {
    long[] order = new long[ops.length];
    int size = 0;
    for (int op : ops) {
      if (history.returnedAt(op) != History.NEVER) {
        order[size++] = (long) history.returnedAt(op) << Integer.SIZE | op;
      }
    }
    Arrays.sort(order, 0, size);
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = (int) order[i];
    }
    return sorted;
  }

  /** Operations that returned, without those after which another of them was invoked. */
  private static final class Frontier {
    private final History history;
    private int[] ops = new int[16];
    private int size;

    Frontier(History history) {
      this.history = history;
    }

    void add(int op) {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (history.returnedAt(ops[i]) > history.invokedAt(op)) {
          ops[kept++] = ops[i];
        }
      }
      size = kept;
      if (size == ops.length) {
        ops = Arrays.copyOf(ops, 2 * size);
      }
      ops[size++] = op;
    }
  }
}
