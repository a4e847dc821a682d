package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.StoreRecord;
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

  /** The others of those slots that hold a batch, and values beyond a slot that nobody told of. */
  private final Map<Place, First> further = new LinkedHashMap<>();

  /** Every slot below it is delivered, as some disk has it. */
  private long storedBelow;

  public Agreement(Report report) {
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    long slot = delivery.slot();
    First first = first(slot, delivery.index());
    if (first == null) {
      note(new First(node, delivery));
    } else {
      compare(first, node, delivery);
    }
  }

  /** Whoever is first at the end of the log extends it; a gap is the order observer's business. */
  private void note(First first) {
    long slot = first.delivery().slot();
    if (first.delivery().index() > 0 || slot != bySlot.size()) {
      further.put(new Place(slot, first.delivery().index()), first);
      return;
    }
    bySlot.add(first);
    First next = further.remove(new Place(bySlot.size(), 0));
    while (next != null) {
      bySlot.add(next);
      next = further.remove(new Place(bySlot.size(), 0));
    }
  }

  private void compare(First first, int node, Effect.Deliver delivery) {
    long slot = delivery.slot();
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
    return index == 0 && slot < bySlot.size()
        ? bySlot.get((int) slot)
        : further.get(new Place(slot, index));
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

  /** What a disk has delivered its node may never come to tell of, and go on from all the same. */
  @Override
  public void durable(int node, List<StoreRecord> records) {
    for (StoreRecord record : records) {
      if (record instanceof StoreRecord.Delivered done) {
        storedBelow = Math.max(storedBelow, done.slot() + 1);
      } else if (record instanceof StoreRecord.Checkpoint checkpoint) {
        storedBelow = Math.max(storedBelow, checkpoint.nextSlot());
      }
    }
  }

  /**
   * A snapshot is of the state after the slot before it. One of which only a disk tells cannot be
   * compared here; {@link EqualCheckpoints} does that.
   */
  @Override
  public void installed(int node, Effect.Installed installed) {
    long last = installed.slot() - 1;
    if (last >= bySlot.size() && last < storedBelow) {
      return;
    }
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
