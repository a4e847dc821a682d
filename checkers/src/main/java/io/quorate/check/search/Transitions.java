package io.quorate.check.search;

import io.quorate.check.history.Call;
import io.quorate.check.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model's steps as numbers: each different state and each kind of call has one, so that the
 * search compares states by number and that comparison is exact. The model is asked once for each
 * state and kind where a table of them fits, and otherwise again when a small cache has forgotten.
 */
final class Transitions<S> {
  /** The step is refused. */
  static final int REFUSED = -1;

  private static final int UNASKED = -2;
  private static final int KINDS_IN_ROWS_MAX = 256;
  private static final int CACHE_CELLS_MAX = 1 << 16;
  private static final int STATE_OVERHEAD_BYTES = 32;

  private final Model<S> model;
  private final List<Call> kinds;
  private final Share share;
  private final boolean inRows;

  private final List<S> states = new ArrayList<>();
  private int[] buckets = new int[64];
  private int[][] rows = new int[16][];

  /** Direct-mapped: state and kind as one key, in the cell that their hash names. */
  private final long[] cachedKey;

  private final int[] cachedNext;
  private boolean outOfMemory;

  Transitions(Model<S> model, List<Call> kinds, Share share) {
    this.model = model;
    this.kinds = kinds;
    this.share = share;
    this.inRows = kinds.size() <= KINDS_IN_ROWS_MAX;
    int cells = inRows ? 0 : Math.min(CACHE_CELLS_MAX, Integer.highestOneBit(kinds.size()) * 4);
    this.cachedKey = new long[cells];
    this.cachedNext = new int[cells];
    Arrays.fill(cachedKey, -1);
    Arrays.fill(buckets, -1);
    charge(cells * 12L);
    number(model.init());
  }

  /** The number of the model's first state. */
  int initial() {
    return 0;
  }

  /** The state that has this number. */
  S state(int number) {
    return states.get(number);
  }

  /** Whether states have taken more memory than there is; the search must then stop. */
  boolean outOfMemory() {
    return outOfMemory;
  }

  /** The number of the state after a call of this kind, or {@link #REFUSED}. */
  int step(int state, int kind) {
    if (inRows) {
      int known = rows[state][kind];
      return known != UNASKED ? known : askIntoRow(state, kind);
    }
    long key = (long) state << 32 | kind;
    int cell = Mix.mix(key) & (cachedKey.length - 1);
    if (cachedKey[cell] == key) {
      return cachedNext[cell];
    }
    int next = ask(state, kind);
    cachedKey[cell] = key;
    cachedNext[cell] = next;
    return next;
  }

  private int askIntoRow(int state, int kind) {
    int next = ask(state, kind);
    rows[state][kind] = next;
    return next;
  }

  private int ask(int state, int kind) {
    S next = model.step(states.get(state), kinds.get(kind));
    return next == null ? REFUSED : number(next);
  }

  private int number(S state) {
    int hash = model.hash(state) * 0x9E3779B9;
    for (int at = hash >>> 7; ; at++) {
      int cell = at & (buckets.length - 1);
      int candidate = buckets[cell];
      if (candidate < 0) {
        buckets[cell] = states.size();
        return add(state);
      }
      if (model.equal(states.get(candidate), state)) {
        return candidate;
      }
    }
  }

  private int add(S state) {
    int number = states.size();
    states.add(state);
    charge(model.footprintBytes(state) + STATE_OVERHEAD_BYTES);
    if (inRows) {
      if (number == rows.length) {
        rows = Arrays.copyOf(rows, number * 2);
      }
      int[] row = new int[kinds.size()];
      Arrays.fill(row, UNASKED);
      rows[number] = row;
      charge(16 + 4L * row.length);
    }
    if (states.size() * 2 > buckets.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    buckets = new int[buckets.length * 4];
    Arrays.fill(buckets, -1);
    for (int number = 0; number < states.size(); number++) {
      int at = (model.hash(states.get(number)) * 0x9E3779B9) >>> 7;
      while (buckets[at & (buckets.length - 1)] >= 0) {
        at++;
      }
      buckets[at & (buckets.length - 1)] = number;
    }
  }

  private void charge(long more) {
    outOfMemory |= !share.take(more);
  }
}
