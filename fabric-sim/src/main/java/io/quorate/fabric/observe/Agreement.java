package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * No two replicas deliver different values in a slot, or do different things with them, or come to
 * different states.
 */
public final class Agreement implements Observer {

  private record First(int node, Effect.Deliver delivery) {}

  private final Report report;
  private final List<First> bySlot = new ArrayList<>();

  public Agreement(Report report) {
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    long slot = delivery.slot();
    if (slot >= bySlot.size()) {
      // Whoever is first at the end of the log extends it; a gap is the order observer's business.
      if (slot == bySlot.size()) {
        bySlot.add(new First(node, delivery));
      }
      return;
    }
    First first = bySlot.get((int) slot);
    if (!first.delivery().value().equals(delivery.value())) {
      report.violation("agreement", describe(slot, first, node, delivery.value()));
    } else if (first.delivery().outcome() != delivery.outcome()) {
      report.violation(
          "equal execution",
          "slot "
              + slot
              + ": node "
              + first.node()
              + " "
              + first.delivery().outcome()
              + ", node "
              + node
              + " "
              + delivery.outcome());
    } else if (first.delivery().stateDigest() != delivery.stateDigest()) {
      report.violation(
          "equal state",
          "after slot "
              + slot
              + " the states of node "
              + first.node()
              + " and node "
              + node
              + " differ");
    }
  }

  /** A snapshot is of the state after the slot before it. */
  @Override
  public void installed(int node, Effect.Installed installed) {
    long last = installed.slot() - 1;
    if (last >= bySlot.size()) {
      report.violation(
          "equal state",
          "node " + node + " installed a snapshot of slot " + last + ", which nobody delivered");
    } else if (bySlot.get((int) last).delivery().stateDigest() != installed.stateDigest()) {
      report.violation(
          "equal state",
          "the snapshot that node " + node + " installed is not the state after slot " + last);
    }
  }

  private static String describe(long slot, First first, int node, Value value) {
    return "slot "
        + slot
        + ": node "
        + first.node()
        + " delivered "
        + first.delivery().value()
        + ", node "
        + node
        + " delivered "
        + value;
  }

  /** Slots that at least one replica has delivered. */
  public long slots() {
    return bySlot.size();
  }
}
