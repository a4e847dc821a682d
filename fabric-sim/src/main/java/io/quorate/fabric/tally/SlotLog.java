package io.quorate.fabric.tally;

import io.quorate.paxos.Value;

/** Where it goes what slots hold. */
public interface SlotLog {

  /** Keeps nothing. */
  SlotLog NONE = (group, slot, value) -> {};

  /**
   * A slot was delivered, for the first time in its group; the values of a batch one by one.
   *
   * @param group id of the Paxos group
   */
  void delivered(int group, long slot, Value value);
}
