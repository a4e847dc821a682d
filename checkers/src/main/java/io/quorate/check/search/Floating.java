package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import java.util.Arrays;

/**
 * The observations of one part that have no position, while the part's sequence is gone through.
 * Each is put at the first place where it agrees with the state, where everything stands that
 * returned before it was invoked, and nothing does that was invoked after it returned. The first
 * place of each is the best for all, for an observation changes nothing but how early those behind
 * it may stand.
 */
final class Floating {
  private static final int[] NONE = {};

  private final History history;
  private final GivenOrder given;
  private final int end;
  private int next;

  /** For each place of the sequence, the earliest return there or behind it. */
  private final int[] earliestReturn;

  private int passed;

  /** Those that nothing in the rest of the sequence must precede, in the order of invocation. */
  private int[] awake = NONE;

  private int awakeCount;
  private int earliestAwake = History.NEVER;

  Floating(History history, GivenOrder given, int part) {
    this.history = history;
    this.given = given;
    this.next = given.firstFloating(part);
    this.end = given.endFloating(part);
    this.earliestReturn = next == end ? NONE : earliestReturns(given.first(part), given.end(part));
  }

  private int[] earliestReturns(int first, int last) {
    int[] earliest = new int[last - first + 1];
    earliest[last - first] = History.NEVER;
    for (int at = last - 1; at >= first; at--) {
      int returned = history.returnedAt(given.operation(at));
      earliest[at - first] = Math.min(returned, earliest[at - first + 1]);
    }
    return earliest;
  }

  /** Whether all have been put somewhere. */
  boolean isEmpty() {
    return next == end && awakeCount == 0;
  }

  /** Whether one that has no place yet returned before this operation was invoked. */
  boolean mustPrecede(int operation) {
    return earliestAwake < history.invokedAt(operation);
  }

  /** Goes on behind the next operation of the sequence. */
  void pass() {
    passed++;
  }

  /** Puts all that can be put here at the end of the order; returns its size then. */
  <S> int settle(Model<S> model, S state, int[] order, int size) {
    if (isEmpty()) {
      return size;
    }
    wake();
    int filled = size;
    int kept = 0;
    earliestAwake = History.NEVER;
    for (int i = 0; i < awakeCount; i++) {
      int operation = awake[i];
      boolean free = history.invokedAt(operation) < earliestAwake;
      if (free && agrees(model, state, operation)) {
        order[filled++] = operation;
      } else {
        awake[kept++] = operation;
        earliestAwake = Math.min(earliestAwake, history.returnedAt(operation));
      }
    }
    awakeCount = kept;
    return filled;
  }

  private void wake() {
    while (next < end && history.invokedAt(given.floating(next)) < earliestReturn[passed]) {
      if (awakeCount == awake.length) {
        awake = Arrays.copyOf(awake, Math.max(8, 2 * awakeCount));
      }
      awake[awakeCount++] = given.floating(next++);
    }
  }

  private <S> boolean agrees(Model<S> model, S state, int operation) {
    S after = model.step(state, history.calls().get(history.callOf(operation)));
    return after != null && model.equal(after, state);
  }
}
