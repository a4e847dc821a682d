package io.quorate.check.search;

import io.quorate.check.model.Role;
import org.jspecify.annotations.Nullable;

/** Finds the operations that may come next at a position, the more promising first. */
final class Choices {
  private static final int WORD_BITS = 64;

  private final Part part;
  private final Transitions<?> transitions;
  private final Position position;

  /** For each kind, the round in which it was last met, and where it stands in {@link #found}. */
  private final int[] metIn;

  private final int[] metAt;
  private int round;

  private final int[] found;
  private int foundCount;

  /** For each row of crashed operations, whether any call could ever notice it; null: not known. */
  private final @Nullable Boolean[] noticeable;

  Choices(Part part, Transitions<?> transitions, Position position) {
    this.part = part;
    this.transitions = transitions;
    this.position = position;
    this.metIn = new int[part.kinds.size()];
    this.metAt = new int[part.kinds.size()];
    this.found = new int[part.updateSlots];
    this.noticeable = new Boolean[part.crashed.length];
  }

  /** Adds the pending updates that the state allows, one of each kind, to the trail. */
  void addPending(Trail trail) {
    round++;
    foundCount = 0;
    for (int word = 0; word < position.updateWords(); word++) {
      for (long open = position.bits()[word]; open != 0; open &= open - 1) {
        meet(position.updateIn(word * WORD_BITS + Long.numberOfTrailingZeros(open)));
      }
    }
    latestFirst();
    for (int i = 0; i < foundCount; i++) {
      int next = transitions.step(position.state(), part.kind[found[i]]);
      if (next != Transitions.REFUSED) {
        trail.addChoice(found[i], next);
      }
    }
  }

  /** Of each kind, the operation that returns first. */
  private void meet(int op) {
    int kind = part.kind[op];
    if (metIn[kind] != round) {
      metIn[kind] = round;
      metAt[kind] = foundCount;
      found[foundCount++] = op;
    } else if (part.rank[op] < part.rank[found[metAt[kind]]]) {
      found[metAt[kind]] = op;
    }
  }

  /** Sorts by the time of return, for the trail gives out last what it was given first. */
  private void latestFirst() {
    for (int i = 1; i < foundCount; i++) {
      int op = found[i];
      int at = i;
      for (; at > 0 && part.rank[found[at - 1]] < part.rank[op]; at--) {
        found[at] = found[at - 1];
      }
      found[at] = op;
    }
  }

  /** Adds the crashed operations that something notices, one of each kind, to the trail. */
  void addCrashed(Trail trail) {
    int state = position.state();
    for (int row = part.crashed.length - 1; row >= 0; row--) {
      int op = position.crashedNext(row);
      if (op < 0 || !isNoticeable(row)) {
        continue;
      }
      int next = transitions.step(state, part.kind[op]);
      if (next != Transitions.REFUSED && next != state && noticed(state, next)) {
        trail.addChoice(op, next);
      }
    }
  }

  /** An overwrite leads to one state: nobody notices it if no call of this part agrees to that. */
  private boolean isNoticeable(int row) {
    Boolean known = noticeable[row];
    if (known != null) {
      return known;
    }
    int kind = part.kind[part.crashed[row][0]];
    boolean answer =
        part.roles.get(kind) != Role.OVERWRITE
            || isNoticeableState(transitions.step(transitions.initial(), kind));
    noticeable[row] = answer;
    return answer;
  }

  private boolean isNoticeableState(int state) {
    for (int kind = 0; kind < part.kinds.size(); kind++) {
      boolean overwrites = part.roles.get(kind) == Role.OVERWRITE;
      if (!overwrites && transitions.step(state, kind) != Transitions.REFUSED) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything that may come next goes otherwise in {@code after} than in {@code before}. */
  private boolean noticed(int before, int after) {
    return observationNotices(after)
        || updateNotices(before, after)
        || crashedNotices(before, after);
  }

  /** No pending observation agrees with the state before: a settled position has none. */
  private boolean observationNotices(int after) {
    int slots = part.observationSlots;
    for (int word = 0; word * WORD_BITS < slots; word++) {
      long open = position.bits()[position.updateWords() + word];
      for (; open != 0; open &= open - 1) {
        int slot = word * WORD_BITS + Long.numberOfTrailingZeros(open);
        if (slot >= slots) {
          return false;
        }
        int kind = part.kind[position.observationIn(slot)];
        if (transitions.step(after, kind) != Transitions.REFUSED) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean updateNotices(int before, int after) {
    for (int word = 0; word < position.updateWords(); word++) {
      for (long open = position.bits()[word]; open != 0; open &= open - 1) {
        int op = position.updateIn(word * WORD_BITS + Long.numberOfTrailingZeros(open));
        if (differs(part.kind[op], before, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean crashedNotices(int before, int after) {
    for (int row = 0; row < part.crashed.length; row++) {
      int op = position.crashedNext(row);
      if (op >= 0 && crashedDiffers(part.kind[op], before, after)) {
        return true;
      }
    }
    return false;
  }

  /** A crashed operation that would change nothing would not be placed. */
  private boolean crashedDiffers(int kind, int before, int after) {
    return differs(kind, before, after) && transitions.step(after, kind) != after;
  }

  private boolean differs(int kind, int before, int after) {
    if (part.roles.get(kind) == Role.OVERWRITE) {
      return false;
    }
    int next = transitions.step(after, kind);
    return next != Transitions.REFUSED && next != transitions.step(before, kind);
  }
}
