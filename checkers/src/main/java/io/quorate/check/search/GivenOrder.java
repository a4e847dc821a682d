package io.quorate.check.search;

import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.model.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a history part by part: those that have a position in the order of positions,
 * and beside them the observations that have none.
 */
final class GivenOrder {
  private static final int OPERATION_BITS = 30;
  private static final long OPERATION_MASK = (1L << OPERATION_BITS) - 1;
  private static final long RANKS_MAX = 1L << 32;

  /** The operations with a position, of one part after the other. */
  private final int[] sequence;

  private final int[] sequenceEnd;

  /** The observations without one, of one part after the other, in the order of invocation. */
  private final int[] floating;

  private final int[] floatingEnd;

  private GivenOrder(History history, CallTable table, int[] positioned, int[] unpositioned) {
    this.sequenceEnd = starts(positioned);
    this.floatingEnd = starts(unpositioned);
    long[] keys = new long[Arrays.stream(positioned).sum()];
    this.sequence = new int[keys.length];
    this.floating = new int[Arrays.stream(unpositioned).sum()];
    Ranks ranks = Ranks.of(history);
    int count = 0;
    for (int operation = 0; operation < history.size(); operation++) {
      int part = table.partOf(history, operation);
      boolean observes = table.roles[history.callOf(operation)] == Role.OBSERVATION;
      if (part == CallTable.LEFT_OUT) {
        continue;
      }
      if (history.positionOf(operation) != Event.NO_POSITION) {
        long place = ranks.of(history.positionOf(operation)) << 1 | (observes ? 1 : 0);
        keys[count++] = place << OPERATION_BITS | operation;
      } else if (observes) {
        floating[floatingEnd[part]++] = operation;
      }
    }
    Arrays.sort(keys);
    for (long key : keys) {
      int operation = (int) (key & OPERATION_MASK);
      sequence[sequenceEnd[table.partOf(history, operation)]++] = operation;
    }
  }

  /** Null when an update returned without a position. */
  static @Nullable GivenOrder of(History history, CallTable table) {
    int[] positioned = new int[table.names.size()];
    int[] unpositioned = new int[table.names.size()];
    for (int operation = 0; operation < history.size(); operation++) {
      int part = table.partOf(history, operation);
      if (part == CallTable.LEFT_OUT) {
        continue;
      }
      if (history.positionOf(operation) != Event.NO_POSITION) {
        positioned[part]++;
      } else if (table.roles[history.callOf(operation)] == Role.OBSERVATION) {
        unpositioned[part]++;
      } else if (history.returnedAt(operation) != History.NEVER) {
        return null;
      }
    }
    return new GivenOrder(history, table, positioned, unpositioned);
  }

  /** Where each part begins; filling a part moves its place on to where it ends. */
  private static int[] starts(int[] sizes) {
    int[] starts = new int[sizes.length];
    for (int part = 1; part < sizes.length; part++) {
      starts[part] = starts[part - 1] + sizes[part - 1];
    }
    return starts;
  }

  int parts() {
    return sequenceEnd.length;
  }

  /** Operations of all parts. */
  int operations() {
    return sequence.length + floating.length;
  }

  /** Operations of one part. */
  int size(int part) {
    return end(part) - first(part) + endFloating(part) - firstFloating(part);
  }

  /** Where the sequence of a part begins. */
  int first(int part) {
    return part == 0 ? 0 : sequenceEnd[part - 1];
  }

  /** Where the sequence of a part ends. */
  int end(int part) {
    return sequenceEnd[part];
  }

  /** The operation at a place of the sequence. */
  int operation(int place) {
    return sequence[place];
  }

  /** Where the observations without a position of a part begin. */
  int firstFloating(int part) {
    return part == 0 ? 0 : floatingEnd[part - 1];
  }

  /** Where they end. */
  int endFloating(int part) {
    return floatingEnd[part];
  }

  /** The observation without a position at this place. */
  int floating(int place) {
    return floating[place];
  }

  /** Positions as numbers small enough to be sorted together with an operation's. */
  private static final class Ranks {
    private final long least;
    private final long @Nullable [] sorted;

    private Ranks(long least, long @Nullable [] sorted) {
      this.least = least;
      this.sorted = sorted;
    }

    static Ranks of(History history) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int operation = 0; operation < history.size(); operation++) {
        long position = history.positionOf(operation);
        if (position != Event.NO_POSITION) {
          least = Math.min(least, position);
          most = Math.max(most, position);
        }
      }
      return most - least < RANKS_MAX ? new Ranks(least, null) : new Ranks(0, sorted(history));
    }

    private static long[] sorted(History history) {
      long[] all = new long[history.size()];
      for (int operation = 0; operation < all.length; operation++) {
        all[operation] = history.positionOf(operation);
      }
      Arrays.sort(all);
      int distinct = 0;
      for (int i = 0; i < all.length; i++) {
        if (i == 0 || all[i] != all[i - 1]) {
          all[distinct++] = all[i];
        }
      }
      return Arrays.copyOf(all, distinct);
    }

    long of(long position) {
      return sorted == null ? position - least : Arrays.binarySearch(sorted, position);
    }
  }
}
