package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import java.util.List;

/** Sees every step of every replica, just after it. */
public interface Watcher {

  /** The replica took the event in and asked for the effects. */
  void stepped(Replica replica, Event event, List<Effect> effects);
}
