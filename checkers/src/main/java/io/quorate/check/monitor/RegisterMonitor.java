package io.quorate.check.monitor;

import java.util.Arrays;

/**
 * A register of which every value comes in at most once, by a write or by a cas (Gibbons and
 * Korach, "Testing shared memories", 1997, section 4.2, for reads and writes).
 *
 * <p>Then each read names the write that it read from. The operations on one value stand together
 * in any order that explains the history, and a cas glues the value that it saw to the value that
 * it brought in: together they are a <em>block</em>, whose inner order is known but for that of
 * reads of one value. Of two blocks, the one must come before the other if one of its operations
 * returned before one of the other's was invoked. With f the first return and s the last invocation
 * of a block, it must come first if its f lies before the other's s. A block with f before s
 * occupies the zone from f to s: nothing else fits in between. All others can be thought to happen
 * at one moment between their s and their f. So there is an order if and only if
 *
 * <ul>
 *   <li>time allows the inner order of each block,
 *   <li>no two zones overlap, and
 *   <li>every other block has a moment outside all zones.
 * </ul>
 *
 * <p>A crashed write or cas happened if its value was seen by an operation that happened; otherwise
 * nobody can have noticed, and it is left out. What has no word here, such as a cas that saw only
 * what the value was not, is left to other engines.
 */
final class RegisterMonitor implements Monitor {
  private static final int NONE = -1;
  private static final int INITIAL = 0;

  @Override
  public Finding judge(Slice slice) {
    return new Case(slice).decide();
  }

  /** One slice. */
  private static final class Case {
    private final Slice slice;

    /** For each value, the operation that brings it in. */
    private final int[] source;

    /** For each value, the cas that saw it and happened. */
    private final int[] successor;

    private final boolean[] seen;
    private final int[] unread;
    private int unreadCount;

    /** The reads of each value: from {@code readsFrom[value]} in {@code reads}. */
    private final int[] readsFrom;

    private final int[] reads;
    private boolean impossible;

    Case(Slice slice) {
      this.slice = slice;
      this.source = new int[slice.values];
      this.successor = new int[slice.values];
      this.seen = new boolean[slice.values];
      this.unread = new int[slice.values];
      this.readsFrom = new int[slice.values + 1];
      this.reads = new int[slice.size()];
      Arrays.fill(source, NONE);
      Arrays.fill(successor, NONE);
    }

    Finding decide() {
      if (!findSources()) {
        return Finding.UNDECIDED;
      }
      followBack();
      findSuccessors();
      groupReads();
      slice.patience.poll();
      return impossible ? Finding.IMPOSSIBLE : arrange();
    }

    /** Whether all moves have words, and every value comes in but once. */
    private boolean findSources() {
      for (int op = 0; op < slice.size(); op++) {
        switch (slice.word(op)) {
          case READ -> {}
          case WRITE, CAS -> {
            int value = slice.value(op);
            if (value == INITIAL || source[value] != NONE) {
              return false;
            }
            source[value] = op;
          }
          default -> {
            return false;
          }
        }
      }
      return true;
    }

    /**
     * Finds the values that were seen by operations that must have happened, and what that asks.
     */
    private void followBack() {
      for (int op = 0; op < slice.size(); op++) {
        if (slice.required(op)) {
          switch (slice.word(op)) {
            case READ -> see(slice.value(op));
            case CAS -> see(slice.seen(op));
            default -> {}
          }
        }
      }
      while (unreadCount > 0) {
        int value = unread[--unreadCount];
        int from = source[value];
        if (from == NONE) {
          impossible |= value != INITIAL;
        } else if (slice.word(from) == Moves.Word.CAS) {
          see(slice.seen(from));
        }
      }
    }

    private void see(int value) {
      if (!seen[value]) {
        seen[value] = true;
        unread[unreadCount++] = value;
      }
    }

    /** A crashed write or cas happened if its value was seen. */
    private boolean happened(int op) {
      return slice.required(op) || seen[slice.value(op)];
    }

    /** Of several cas that saw one value, all but one will be found to stand in no block. */
    private void findSuccessors() {
      for (int op = 0; op < slice.size(); op++) {
        if (slice.word(op) == Moves.Word.CAS && happened(op)) {
          successor[slice.seen(op)] = op;
        }
      }
    }

    private void groupReads() {
      for (int op = 0; op < slice.size(); op++) {
        if (isRead(op)) {
          readsFrom[slice.value(op) + 1]++;
        }
      }
      for (int value = 0; value < slice.values; value++) {
        readsFrom[value + 1] += readsFrom[value];
      }
      int[] at = readsFrom.clone();
      for (int op = 0; op < slice.size(); op++) {
        if (isRead(op)) {
          reads[at[slice.value(op)]++] = op;
        }
      }
    }

    private boolean isRead(int op) {
      return slice.word(op) == Moves.Word.READ && slice.required(op);
    }

    /** Walks every block from its first value, and places it. */
    private Finding arrange() {
      Zones zones = new Zones(slice.values);
      Layers layers = new Layers(slice);
      int met = 0;
      for (int value = 0; value < slice.values; value++) {
        slice.patience.poll(value);
        if (!beginsBlock(value)) {
          continue;
        }
        layers.begin();
        met += walk(value, layers);
        if (!layers.arePossible()) {
          return new Finding.Impossible(layers.lastReturn());
        }
        if (layers.lastInvocation() >= 0) {
          int first = value == INITIAL ? -1 : layers.firstReturn();
          zones.add(value, first, layers.lastInvocation(), layers.lastReturn());
        }
      }
      if (met < countCome()) {
        return Finding.IMPOSSIBLE;
      }
      int[] blocks = zones.arrange();
      slice.patience.poll();
      return blocks == null
          ? new Finding.Impossible(zones.conflictBy())
          : new Finding.Ordered(order(blocks));
    }

    private boolean beginsBlock(int value) {
      int from = source[value];
      return value == INITIAL
          || (from != NONE && slice.word(from) == Moves.Word.WRITE && happened(from));
    }

    /**
     * Values that came in. Those that stand in no block have no way to come in: they are one of two
     * that follow one value, or go round in a circle.
     */
    private int countCome() {
      int count = 0;
      for (int value = 0; value < slice.values; value++) {
        int from = source[value];
        count += value == INITIAL || (from != NONE && happened(from)) ? 1 : 0;
      }
      return count;
    }

    /** The layers of a block; the answer is the number of its values. */
    private int walk(int first, Layers layers) {
      int count = 0;
      for (int value = first; value != NONE; value = after(value)) {
        count++;
        if (source[value] != NONE) {
          layers.next();
          layers.add(source[value]);
        }
        layers.next();
        for (int i = readsFrom[value]; i < readsFrom[value + 1]; i++) {
          layers.add(reads[i]);
        }
      }
      return count;
    }

    private int after(int value) {
      return successor[value] == NONE ? NONE : slice.value(successor[value]);
    }

    private int[] order(int[] blocks) {
      Sequence order = new Sequence(slice.size());
      for (int first : blocks) {
        for (int value = first; value != NONE; value = after(value)) {
          if (source[value] != NONE) {
            order.add(source[value]);
          }
          for (int i = readsFrom[value]; i < readsFrom[value + 1]; i++) {
            order.add(reads[i]);
          }
        }
      }
      return order.toArray();
    }
  }
}
