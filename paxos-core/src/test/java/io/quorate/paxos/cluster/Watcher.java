package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.store.Recovered;
import java.util.List;

/** Sees every step of every replica just after it, and every effect when it is carried out. */
public interface Watcher {

  /** The replica took the event in and asked for the effects. */
  void stepped(Replica replica, Event event, List<Effect> effects);

  /** The effect, of this step or an earlier one, has waited for nothing or long enough. */
  default void carriedOut(Replica replica, Effect effect) {}

  /** The node starts again, with what its store gave back. */
  default void recovered(int node, Recovered recovered) {}
}
