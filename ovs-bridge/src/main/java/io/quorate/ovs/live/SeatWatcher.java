package io.quorate.ovs.live;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;

/** Sees what a seat does, for observers; has no influence. All methods do nothing by default. */
public interface SeatWatcher {

  /** Nobody watches. */
  SeatWatcher NOBODY = new SeatWatcher() {};

  /** A client's value was stamped at this edge. */
  default void submitted(Value value) {}

  default void received(int from, Message message) {}

  /** A message goes to one node, or (0) to all others. */
  default void sent(int to, Message message) {}

  default void delivered(Effect.Deliver delivery) {}

  default void installed(Effect.Installed installed) {}

  default void reconfigured(Effect.Reconfigured reconfigured) {}

  default void leaderChanged(int leader, Ballot ballot) {}
}
