package io.quorate.paxos;

import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Learner;

/**
 * What a replica is ready to take in: slots that its memory has room for, and values that it could
 * tell again in a promise.
 *
 * <p>Memory holds so many slots side by side. A new slot takes the place of the one a window below
 * it, and so must wait until that may be forgotten: when it is delivered here, and lies below the
 * <em>watermark</em>, up to which every quorum that can elect a leader has a member that has
 * delivered it. A new leader thus never needs what was forgotten; it finds out that it must catch
 * up.
 */
final class Window {

  private final Acceptor acceptor;
  private final Learner learner;
  private final int slots;
  private final int valueBytesMax;
  private final Counters counters;
  private long watermark;

  Window(ReplicaConfig config, Acceptor acceptor, Learner learner, Counters counters) {
    this.acceptor = acceptor;
    this.learner = learner;
    this.slots = config.limits().windowSlots();
    this.valueBytesMax = config.limits().valueBytesMax();
    this.counters = counters;
  }

  /** Every slot below it is delivered by enough members. */
  long watermark() {
    return watermark;
  }

  /** Notes a watermark that somebody knows; one that is lower is old news. */
  void raise(long known) {
    watermark = Math.max(watermark, known);
  }

  /**
   * Finds again what need not be written down. Whoever took a slot in knew a watermark less than a
   * window below it. Without this, a group that stopped as a whole could be left with a member that
   * has what the others lack, and nobody who knows that they may take it.
   */
  void recall() {
    raise(Math.max(acceptor.votesEnd(), learner.nextSlot()) - slots);
  }

  /** True if a new slot finds a place. */
  boolean isOpen(long slot) {
    return slot - slots < Math.min(watermark, learner.nextSlot());
  }

  /**
   * True if the slot may have been forgotten: it is long delivered. (What is not delivered is held,
   * for nothing a window above it was open yet; mostly that is all there is to ask.)
   */
  private boolean isPast(long slot) {
    return slot < learner.nextSlot() && slot < Math.max(acceptor.votesEnd(), learner.end()) - slots;
  }

  /** True if the value is short enough. */
  boolean fits(Value value) {
    return value.bytes().length <= valueBytesMax;
  }

  /** True if a message is about a slot that there is room for; others are counted. */
  boolean takes(long slot) {
    if (isOpen(slot) && !isPast(slot)) {
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
