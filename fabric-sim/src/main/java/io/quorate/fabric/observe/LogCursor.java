package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;

/** Follows a group's log, value by value, by whoever comes to each place in it first. */
final class LogCursor {

  private long slot;
  private int index;

  /** Goes on if the delivery is of the next place; false if it is not, and so no news. */
  boolean advance(Effect.Deliver delivery) {
    if (delivery.slot() != slot || delivery.index() != index) {
      return false;
    }
    slot += delivery.last() ? 1 : 0;
    index = delivery.last() ? 0 : index + 1;
    return true;
  }
}
