package io.quorate.check.search;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one independent part, laid out for the search.
 *
 * <p>Operations are numbered from 0: first those that returned, in the order of invocation, then
 * those that crashed, in the order of invocation. The <em>rank</em> of a returned operation is its
 * place in the order of returns. An operation pending at a rank is one that was invoked before the
 * return of that rank and returned no earlier. At any rank each pending operation has a
 * <em>slot</em> of its own, so that a set of them is a few words however long the history is.
 */
final class Part {
  /** Roughly what an operation takes in the tables below and in those that a search makes of it. */
  static final long BYTES_PER_OPERATION = 64;

  final @Nullable Object name;

  /** Operations that returned; the crashed ones have the numbers from here on. */
  final int returned;

  /** The history's number of each operation. */
  final int[] ids;

  /** The kind of each operation: operations of one kind have equal calls. */
  final int[] kind;

  final List<Call> kinds = new ArrayList<>();

  /** The role of each kind: an observation, an update or an overwrite. */
  final List<Role> roles = new ArrayList<>();

  /** Whether each returned operation is an observation. */
  final boolean[] observes;

  final int[] rank;
  final int[] byRank;

  /** At each rank, how many returned operations are invoked before its return. */
  final int[] invokedAt;

  /** The slot of each returned operation, among updates or among observations. */
  final int[] slot;

  /** Which operation had the slot before, or -1. */
  final int[] slotBefore;

  final int updateSlots;
  final int observationSlots;

  /** The crashed operations of each kind that has any, in the order of invocation. */
  final int[][] crashed;

  /** For each crashed operation (less {@link #returned}), its row in {@link #crashed}. */
  final int[] crashedRow;

  /** For each crashed operation, the first rank at which it is invoked. */
  final int[] crashedFrom;

  Part(History history, @Nullable Object name, Role[] roles, int[] operations) {
    this.name = name;
    this.ids = returnedFirst(history, operations);
    this.returned = countReturned(history, operations);
    this.kind = kinds(history, roles);
    this.observes = new boolean[returned];
    long[] returns = new long[returned];
    for (int op = 0; op < returned; op++) {
      observes[op] = this.roles.get(kind[op]) == Role.OBSERVATION;
      returns[op] = (long) history.returnedAt(ids[op]) << 32 | op;
    }
    Arrays.sort(returns);
    this.rank = new int[returned];
    this.byRank = new int[returned];
    for (int r = 0; r < returned; r++) {
      byRank[r] = (int) returns[r];
      rank[byRank[r]] = r;
    }
    this.invokedAt = invoked(history, returns);
    this.slot = new int[returned];
    this.slotBefore = new int[returned];
    this.updateSlots = giveSlots(false);
    this.observationSlots = giveSlots(true);
    this.crashedFrom = crashedFrom(history, returns);
    this.crashedRow = new int[ids.length - returned];
    this.crashed = crashedByKind();
  }

  /** The first bit of the burden that stands for a crashed operation. */
  int crashedBit(int op) {
    return observationSlots + op - returned;
  }

  /** Whether an operation is invoked before the return of this rank. */
  boolean isInvokedAt(int op, int rank) {
    return op < returned ? op < invokedAt[rank] : crashedFrom[op - returned] <= rank;
  }

  /** The history's numbers of these operations. */
  int[] ids(int[] ops) {
    int[] numbers = new int[ops.length];
    for (int i = 0; i < ops.length; i++) {
      numbers[i] = ids[ops[i]];
    }
    return numbers;
  }

  private static int countReturned(History history, int[] operations) {
    int count = 0;
    for (int id : operations) {
      count += history.returnedAt(id) == History.NEVER ? 0 : 1;
    }
    return count;
  }

  private static int[] returnedFirst(History history, int[] operations) {
    int[] ids = new int[operations.length];
    int at = 0;
    int crashedAt = countReturned(history, operations);
    for (int id : operations) {
      if (history.returnedAt(id) == History.NEVER) {
        ids[crashedAt++] = id;
      } else {
        ids[at++] = id;
      }
    }
    return ids;
  }

  private int[] kinds(History history, Role[] rolesOfCalls) {
    int[] kindOf = new int[ids.length];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int op = 0; op < ids.length; op++) {
      int call = history.callOf(ids[op]);
      Integer known = numbers.putIfAbsent(call, kinds.size());
      kindOf[op] = known != null ? known : kinds.size();
      if (known == null) {
        kinds.add(history.calls().get(call));
        roles.add(rolesOfCalls[call]);
      }
    }
    return kindOf;
  }

  private int[] invoked(History history, long[] returns) {
    int[] invoked = new int[returned + 1];
    int count = 0;
    for (int r = 0; r < returned; r++) {
      int returnedAt = (int) (returns[r] >>> 32);
      while (count < returned && history.invokedAt(ids[count]) < returnedAt) {
        count++;
      }
      invoked[r] = count;
    }
    invoked[returned] = returned;
    return invoked;
  }

  /** Gives each update, or each observation, the lowest slot that is free while it is pending. */
  private int giveSlots(boolean observations) {
    int[] free = new int[returned];
    int[] lastOwner = new int[returned];
    int freeCount = 0;
    int slots = 0;
    int invoked = 0;
    for (int r = 0; r < returned; r++) {
      for (; invoked < invokedAt[r]; invoked++) {
        if (observes[invoked] == observations) {
          int mine = freeCount > 0 ? free[--freeCount] : slots++;
          slot[invoked] = mine;
          slotBefore[invoked] = lastOwner[mine] - 1;
          lastOwner[mine] = invoked + 1;
        }
      }
      if (observes[byRank[r]] == observations) {
        free[freeCount++] = slot[byRank[r]];
      }
    }
    return slots;
  }

  private int[] crashedFrom(History history, long[] returns) {
    int[] from = new int[ids.length - returned];
    int r = 0;
    for (int op = returned; op < ids.length; op++) {
      while (r < returned && (int) (returns[r] >>> 32) < history.invokedAt(ids[op])) {
        r++;
      }
      from[op - returned] = r;
    }
    return from;
  }

  private int[][] crashedByKind() {
    List<List<Integer>> rows = new ArrayList<>();
    Map<Integer, Integer> rowOfKind = new HashMap<>();
    for (int op = returned; op < ids.length; op++) {
      int row = rowOfKind.computeIfAbsent(kind[op], k -> rows.size());
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
      }
      rows.get(row).add(op);
      crashedRow[op - returned] = row;
    }
    return rows.stream()
        .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
