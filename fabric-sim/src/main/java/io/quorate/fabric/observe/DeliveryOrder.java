package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Each replica delivers every slot once, in order and without gaps, and each request of a session
 * is executed in one slot, the same everywhere: so no replica executes it twice.
 */
public final class DeliveryOrder implements Observer {

  private record Request(long session, long sequence) {}

  private final Report report;
  private final Map<Integer, Long> next = new LinkedHashMap<>();

  /** The slot in which a request was executed by whoever came to it first. */
  private final Map<Request, Long> executedIn = new LinkedHashMap<>();

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

  private void once(int node, long slot, Value value) {
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
}
