package io.quorate.ovs.live;

import io.quorate.fabric.observe.Agreement;
import io.quorate.fabric.observe.DeliveryOrder;
import io.quorate.fabric.observe.Report;
import io.quorate.fabric.tally.SlotLog;
import io.quorate.paxos.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a group whose run is executed again: the simulator's own observers of agreement, equal
 * states and delivery in order.
 *
 * <p>Of a process that was killed the last moments are not recorded; its next life goes on behind
 * them, from its disk. What it delivered in between was compared with nobody.
 */
final class GroupWatch {

  private final Agreement agreement;
  private final DeliveryOrder order;

  /** By node, the next slot, and in how many lives it was seen. */
  private final Map<Integer, Long> next = new HashMap<>();

  private final Map<Integer, Integer> lives = new HashMap<>();
  private final int group;
  private final SlotLog slots;

  /** The first slot that nobody has delivered yet. */
  private long undelivered;

  /**
   * @param group id of the Paxos group
   * @param slots gets what each slot holds
   */
  GroupWatch(Report report, int group, SlotLog slots) {
    this.group = group;
    this.slots = slots;
    this.agreement = new Agreement(report);
    this.order = new DeliveryOrder(report);
  }

  /** Watches one life of a node. */
  SeatWatcher life(int node) {
    boolean later = lives.merge(node, 1, Integer::sum) > 1;
    List<Boolean> first = new ArrayList<>(List.of(later));
    return new SeatWatcher() {
      @Override
      public void delivered(Effect.Deliver delivery) {
        begin(delivery.slot());
        note(delivery);
        agreement.delivered(node, delivery);
        order.delivered(node, delivery);
        next.put(node, delivery.last() ? delivery.slot() + 1 : delivery.slot());
      }

      @Override
      public void installed(Effect.Installed installed) {
        begin(installed.fromSlot());
        agreement.installed(node, installed);
        order.installed(node, installed);
        next.put(node, installed.slot());
      }

      private void note(Effect.Deliver delivery) {
        if (delivery.slot() >= undelivered) {
          slots.delivered(group, delivery.slot(), delivery.value());
          undelivered = delivery.last() ? delivery.slot() + 1 : undelivered;
        }
      }

      // The first that a later life tells may lie behind what was recorded of the one before.
      private void begin(long slot) {
        boolean opens = first.getFirst();
        first.set(0, false);
        long known = next.getOrDefault(node, 0L);
        if (opens && slot > known) {
          order.installed(node, new Effect.Installed(known, slot, 0));
        } else if (opens && slot < known) {
          order.started(node, 2);
          if (slot > 0) {
            order.installed(node, new Effect.Installed(0, slot, 0));
          }
        }
      }
    };
  }
}
