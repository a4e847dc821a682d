package io.quorate.fabric.app;

import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;

/** Takes the REPLYs and REFUSALs to one session of a host that speaks our own protocol. */
public interface ReplyHandler {

  /**
   * A REPLY arrived.
   *
   * @param result of the request that its sequence names
   */
  void replied(Value result);

  /** A REFUSAL of a request arrived. */
  void refused(Message.Refusal refusal);
}
