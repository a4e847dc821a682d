package io.quorate.paxos;

import io.quorate.paxos.log.Slots;
import io.quorate.paxos.role.Learner;

/**
 * What a replica is ready to take in: a bounded number of slots above the delivered ones, and
 * values that it could tell again in a promise. It bounds what a hasty peer can make it hold.
 */
final class Window {

  private final Learner learner;
  private final int slots;
  private final int valueBytesMax;
  private final Counters counters;

  Window(ReplicaConfig config, Learner learner, Counters counters) {
    this.learner = learner;
    this.slots = config.windowSlots();
    this.valueBytesMax = config.valueBytesMax();
    this.counters = counters;
  }

  /** True if the slot may be worked on. */
  boolean isOpen(long slot) {
    return slot < learner.nextSlot() + slots && slot < Slots.SLOT_MAX;
  }

  /** True if the value is short enough. */
  boolean fits(Value value) {
    return value.bytes().length <= valueBytesMax;
  }

  /** As {@link #isOpen}, of what a message is about: what is beyond is counted. */
  boolean takes(long slot) {
    if (isOpen(slot)) {
      return true;
    }
    counters.outOfWindow++;
    return false;
  }

  /** As {@link #takes(long)}, for a message that brings a value. */
  boolean takes(long slot, Value value) {
    if (!takes(slot)) {
      return false;
    }
    if (fits(value)) {
      return true;
    }
    counters.oversized++;
    return false;
  }
}
