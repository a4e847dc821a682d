package io.quorate.fabric.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table whose matches look at the same bits, in an open-addressed hash table over
 * those bits: one probe answers for all of them. Entries with equal matches hang in a chain,
 * highest priority first.
 */
final class Tuple {
  private static final int CAPACITY_MIN = 8;

  final long[] masks;
  final boolean looksIntoPayload;
  private final int[] usedWords;
  private final long[] usedMasks;
  private @Nullable FlowEntry[] slots = new FlowEntry[CAPACITY_MIN];
  private int matches;
  private int priorityMax = -1;

  Tuple(long[] masks) {
    this.masks = masks;
    this.looksIntoPayload = FlowKey.looksIntoPayload(masks);
    int used = 0;
    int[] words = new int[FlowKey.WORDS];
    for (int i = 0; i < FlowKey.WORDS; i++) {
      if (masks[i] != 0) {
        words[used++] = i;
      }
    }
    this.usedWords = Arrays.copyOf(words, used);
    this.usedMasks = compact(masks);
  }

  /** Highest priority of an entry; -1 if there is none. */
  int priorityMax() {
    return priorityMax;
  }

  boolean isEmpty() {
    return matches == 0;
  }

  /** The entry of highest priority that fits the words of a frame. */
  @Nullable FlowEntry find(long[] words) {
    long hash = 0;
    for (int i = 0; i < usedWords.length; i++) {
      hash = mix(hash, words[usedWords[i]] & usedMasks[i]);
    }
    int folded = fold(hash);
    int last = slots.length - 1;
    for (int at = folded & last; ; at = at + 1 & last) {
      FlowEntry entry = slots[at];
      if (entry == null || (entry.hash == folded && fits(entry.values, words))) {
        return entry;
      }
    }
  }

  /** A new entry for a flow whose match has this tuple's masks. */
  FlowEntry entry(Flow flow, long nowNs) {
    long[] values = compact(flow.match().values);
    long hash = 0;
    for (long value : values) {
      hash = mix(hash, value);
    }
    return new FlowEntry(flow, fold(hash), values, nowNs);
  }

  /** The entry with this match and priority. */
  @Nullable FlowEntry findExactly(Match match, int priority) {
    FlowEntry entry = find(match.values);
    while (entry != null && entry.priority() != priority) {
      entry = entry.lower;
    }
    return entry;
  }

  /** Adds an entry; none with its match and priority is there. */
  void add(FlowEntry entry) {
    if ((matches + 1) * 2 > slots.length) {
      grow();
    }
    place(slots, entry);
    priorityMax = Math.max(priorityMax, entry.priority());
  }

  void remove(FlowEntry gone) {
    FlowEntry[] before = slots;
    slots = new FlowEntry[before.length];
    matches = 0;
    priorityMax = -1;
    for (FlowEntry head : before) {
      for (FlowEntry entry = head; entry != null; ) {
        FlowEntry next = entry.lower;
        entry.lower = null;
        if (entry != gone) {
          add(entry);
        }
        entry = next;
      }
    }
  }

  private void grow() {
    @Nullable FlowEntry[] larger = new FlowEntry[slots.length * 2];
    int last = larger.length - 1;
    for (FlowEntry head : slots) {
      if (head != null) {
        int at = head.hash & last;
        while (larger[at] != null) {
          at = at + 1 & last;
        }
        larger[at] = head;
      }
    }
    slots = larger;
  }

  private void place(@Nullable FlowEntry[] into, FlowEntry entry) {
    int last = into.length - 1;
    int at = entry.hash & last;
    FlowEntry there = into[at];
    while (there != null && !Arrays.equals(there.values, entry.values)) {
      at = at + 1 & last;
      there = into[at];
    }
    if (there == null) {
      matches++;
      into[at] = entry;
    } else if (there.priority() < entry.priority()) {
      entry.lower = there;
      into[at] = entry;
    } else {
      chain(there, entry);
    }
  }

  private static void chain(FlowEntry head, FlowEntry entry) {
    FlowEntry above = head;
    FlowEntry below = above.lower;
    while (below != null && below.priority() > entry.priority()) {
      above = below;
      below = above.lower;
    }
    entry.lower = below;
    above.lower = entry;
  }

  private boolean fits(long[] values, long[] words) {
    for (int i = 0; i < values.length; i++) {
      if ((words[usedWords[i]] & usedMasks[i]) != values[i]) {
        return false;
      }
    }
    return true;
  }

  private long[] compact(long[] words) {
    long[] compact = new long[usedWords.length];
    for (int i = 0; i < compact.length; i++) {
      compact[i] = words[usedWords[i]];
    }
    return compact;
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * 0x9e37_79b9_7f4a_7c15L;
    return mixed ^ mixed >>> 32;
  }

  private static int fold(long hash) {
    return (int) (hash ^ hash >>> 17);
  }
}
