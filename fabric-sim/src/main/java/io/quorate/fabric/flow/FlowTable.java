package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One flow table. A search goes through the tuples by their highest priority and ends as soon as no
 * later tuple can hold a better entry. Of two entries of equal priority that both fit, which
 * OpenFlow leaves open, the one whose tuple has the higher maximum, or else is older, is found.
 */
final class FlowTable {
  private Tuple[] tuples = new Tuple[0];
  private final List<FlowEntry> entries = new ArrayList<>();
  private long lookups;
  private long hits;

  @Nullable FlowEntry lookup(FlowKey key, byte[] frame) {
    lookups++;
    FlowEntry best = null;
    int bestPriority = -1;
    for (Tuple tuple : tuples) {
      if (tuple.priorityMax() <= bestPriority) {
        break;
      }
      if (tuple.looksIntoPayload) {
        key.readPayload(frame);
      }
      FlowEntry found = tuple.find(key.words);
      if (found != null && found.priority() > bestPriority) {
        best = found;
        bestPriority = found.priority();
      }
    }
    if (best != null) {
      hits++;
    }
    return best;
  }

  /** Entries in the order in which they were added. */
  List<FlowEntry> entries() {
    return entries;
  }

  long lookups() {
    return lookups;
  }

  long hits() {
    return hits;
  }

  @Nullable FlowEntry findExactly(Match match, int priority) {
    Tuple tuple = tuple(match);
    return tuple == null ? null : tuple.findExactly(match, priority);
  }

  /** Adds a flow; none with its match and priority is there. */
  FlowEntry add(Flow flow, long nowNs) {
    Tuple tuple = tuple(flow.match());
    if (tuple == null) {
      tuple = new Tuple(flow.match().masks);
      tuples = Arrays.copyOf(tuples, tuples.length + 1);
      tuples[tuples.length - 1] = tuple;
    }
    FlowEntry entry = tuple.entry(flow, nowNs);
    tuple.add(entry);
    entries.add(entry);
    order();
    return entry;
  }

  void remove(FlowEntry entry) {
    Tuple tuple = tuple(entry.flow().match());
    if (tuple == null || !entries.remove(entry)) {
      throw new AssertionError("not in this table: " + entry);
    }
    tuple.remove(entry);
    if (tuple.isEmpty()) {
      tuples = Arrays.stream(tuples).filter(t -> !t.isEmpty()).toArray(Tuple[]::new);
    }
    order();
  }

  private void order() {
    Arrays.sort(tuples, Comparator.comparingInt(Tuple::priorityMax).reversed());
  }

  private @Nullable Tuple tuple(Match match) {
    for (Tuple tuple : tuples) {
      if (Arrays.equals(tuple.masks, match.masks)) {
        return tuple;
      }
    }
    return null;
  }
}
