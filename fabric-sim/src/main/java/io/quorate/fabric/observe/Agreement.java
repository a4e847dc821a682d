package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No two replicas deliver different values in a slot, or do different things with them, or come to
 * different states.
 */
public final class Agreement implements Observer {

  private record First(int node, Effect.Deliver delivery) {}

  private record Place(long slot, int index) {}

  private final Report report;

  /** By slot, its first value. */
  private final List<First> bySlot = new ArrayList<>();

  /** The others of those slots that hold a batch. */
  private final Map<Place, First> further = new LinkedHashMap<>();

  public Agreement(Report report) {
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    long slot = delivery.slot();
    First first = first(slot, delivery.index());
    if (first == null) {
      // Whoever is first at the end of the log extends it; a gap is the order observer's business.
      if (delivery.index() > 0) {
        further.put(new Place(slot, delivery.index()), new First(node, delivery));
      } else if (slot == bySlot.size()) {
        bySlot.add(new First(node, delivery));
      }
      return;
    }
    if (!first.delivery().value().equals(delivery.value())) {
      report.violation("agreement", describe(slot, first, node, delivery.value()));
    } else if (first.delivery().last() != delivery.last()
        || first.delivery().outcome() != delivery.outcome()) {
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

  private @Nullable First first(long slot, int index) {
    if (index > 0) {
      return further.get(new Place(slot, index));
    }
    return slot < bySlot.size() ? bySlot.get((int) slot) : null;
  }

  /** Digest of the state after the last value of a slot that was delivered. */
  private long digestAfter(long slot) {
    Effect.Deliver delivery = bySlot.get((int) slot).delivery();
    for (int index = 1; !delivery.last(); index++) {
      First next = further.get(new Place(slot, index));
      if (next == null) {
        break;
      }
      delivery = next.delivery();
    }
    return delivery.stateDigest();
  }

  /** A snapshot is of the state after the slot before it. */
  @Override
  public void installed(int node, Effect.Installed installed) {
    long last = installed.slot() - 1;
    if (last >= bySlot.size()) {
      report.violation(
          "equal state",
          "node " + node + " installed a snapshot of slot " + last + ", which nobody delivered");
    } else if (digestAfter(last) != installed.stateDigest()) {
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
