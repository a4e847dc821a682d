package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each replica delivers every slot once, in order and without gaps but for snapshots, and each
 * request of a session is executed in one slot, the same everywhere: so no replica executes it
 * twice.
 */
public final class DeliveryOrder implements Observer {

  private final Report report;
  private final Map<Integer, Long> next = new LinkedHashMap<>();

  private record Place(long slot, int index) {}

  private final Map<Integer, Integer> nextIndex = new LinkedHashMap<>();

  /** Where a request was executed by whoever came to it first. */
  private final Map<Request, Place> executedIn = new LinkedHashMap<>();

  /** By slot, what was executed there first; null for none. Spares the others the map. */
  private final List<@Nullable Value> executed = new ArrayList<>();

  public DeliveryOrder(Report report) {
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    long expected = next.getOrDefault(node, 0L);
    int expectedIndex = nextIndex.getOrDefault(node, 0);
    if (delivery.slot() != expected || delivery.index() != expectedIndex) {
      report.violation(
          "delivery order",
          "node "
              + node
              + " delivered slot "
              + delivery.slot()
              + (delivery.index() == 0 ? "" : ", value " + delivery.index())
              + ", its next was "
              + expected
              + (expectedIndex == 0 ? "" : ", value " + expectedIndex));
    }
    next.put(node, delivery.last() ? delivery.slot() + 1 : delivery.slot());
    nextIndex.put(node, delivery.last() ? 0 : delivery.index() + 1);
    if (delivery.outcome() == Execution.Outcome.EXECUTED) {
      once(node, delivery.slot(), delivery.index(), delivery.value());
    }
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    long expected = next.getOrDefault(node, 0L);
    if (installed.fromSlot() != expected || installed.slot() <= expected) {
      report.violation(
          "delivery order",
          "node " + node + " went on at slot " + installed.slot() + ", its next was " + expected);
    }
    next.put(node, installed.slot());
    nextIndex.put(node, 0);
  }

  /** Whoever has forgotten everything begins anew. */
  @Override
  public void started(int node, int incarnation) {
    next.remove(node);
    nextIndex.remove(node);
  }

  private void once(int node, long slot, int index, Value value) {
    if (index == 0 && isExecutedFirst(slot, value)) {
      return;
    }
    Place place = new Place(slot, index);
    Place before = executedIn.putIfAbsent(Request.of(value), place);
    if (before != null && !before.equals(place)) {
      report.violation(
          "exactly once",
          "node "
              + node
              + " executed in slot "
              + slot
              + " what belongs to slot "
              + before.slot()
              + ": "
              + value);
    }
  }

  /** True if it is known that the slot's first value was executed there. */
  private boolean isExecutedFirst(long slot, Value value) {
    while (executed.size() <= slot) {
      executed.add(null);
    }
    Value first = executed.get((int) slot);
    if (first != null && isSameRequest(first, value)) {
      return true;
    }
    executed.set((int) slot, value);
    return false;
  }

  private static boolean isSameRequest(Value a, Value b) {
    return a.session() == b.session() && a.sequence() == b.sequence();
  }
}
