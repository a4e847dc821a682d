package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Each replica delivers every slot once, in order and without gaps, and executes each request of a
 * session at most once.
 */
public final class DeliveryOrder implements Observer {

  private record Request(long session, long sequence) {}

  private final Report report;
  private final Map<Integer, Long> next = new LinkedHashMap<>();
  private final Map<Integer, Set<Request>> executed = new LinkedHashMap<>();

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
      once(node, delivery.value());
    }
  }

  private void once(int node, Value value) {
    Set<Request> requests = executed.computeIfAbsent(node, key -> new LinkedHashSet<>());
    if (!requests.add(new Request(value.session(), value.sequence()))) {
      report.violation("exactly once", "node " + node + " executed " + value + " twice");
    }
  }
}
