package io.quorate.check.history;

/** Whether the values of a history are pairs {@code [key value]}, as Jepsen writes keyed ones. */
public enum Keying {
  /**
   * They are if every value of every client event is a pair, the key of each completion is that of
   * its invocation, and the argument of each {@code cas} is {@code [key [from to]]}. Events with a
   * {@code :key} of their own, and transactions ({@code :f :txn}), are taken as they are.
   */
  DETECT,
  /** They are. */
  PAIRS,
  /** They are not. */
  PLAIN
}
