package io.quorate.fabric.sim;

import io.quorate.paxos.Value;

/** Takes the REPLYs to one session of a host that speaks our own protocol. */
@FunctionalInterface
interface ReplyHandler {

  /**
   * A REPLY arrived.
   *
   * @param result of the request that its sequence names
   */
  void replied(Value result);
}
