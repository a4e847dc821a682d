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

  private record Request(long session, long sequence) {

    /** Spreads the few bits in which the requests of a run differ over the whole hash. */
    @Override
    public int hashCode() {
      long mixed = (session * 0xc2b2ae3d27d4eb4fL + sequence) * 0x9e3779b185ebca87L;
      return (int) (mixed >>> 32);
    }
  }

  private final Report report;
  private final Map<Integer, Long> next = new LinkedHashMap<>();

  /** The slot in which a request was executed by whoever came to it first. */
  private final Map<Request, Long> executedIn = new LinkedHashMap<>();

  /** By slot, what was executed there first; null for none. Spares the others the map. */
  private final List<@Nullable Value> executed = new ArrayList<>();

  public DeliveryOrder(Report report) {
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    long expected = next.getOrDefault(node, 0L);
    if (delivery.slot() != expected) {
      report.violation(
          "delivery order",
          "node " + node + " delivered slot " + delivery.slot() + ", its next was " + expected);
    }
    next.put(node, delivery.slot() + 1);
    if (delivery.outcome() == Execution.Outcome.EXECUTED) {
      once(node, delivery.slot(), delivery.value());
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
  }

  private void once(int node, long slot, Value value) {
    while (executed.size() <= slot) {
      executed.add(null);
    }
    Value first = executed.get((int) slot);
    if (first != null && isSameRequest(first, value)) {
      return;
    }
    executed.set((int) slot, value);
    Long before = executedIn.putIfAbsent(new Request(value.session(), value.sequence()), slot);
    if (before != null && before != slot) {
      report.violation(
          "exactly once",
          "node "
              + node
              + " executed in slot "
              + slot
              + " what belongs to slot "
              + before
              + ": "
              + value);
    }
  }

  private static boolean isSameRequest(Value a, Value b) {
    return a.session() == b.session() && a.sequence() == b.sequence();
  }
}
