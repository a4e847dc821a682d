package io.quorate.paxos;

import io.quorate.paxos.message.Envelope;

/** What a replica is stepped with. */
public sealed interface Event {

  /** The node starts for the first time; given once, before anything else. */
  record Booted() implements Event {}

  /** The node has stopped and starts again with its memory kept; its incarnation rises by one. */
  record Restarted() implements Event {}

  /** The logical clock of the host moved on by one. */
  record Ticked() implements Event {}

  /** A message arrived. */
  record Received(Envelope envelope) implements Event {}

  /** The host itself asks for a value to be ordered, as a CLIENT message would. */
  record Proposed(Value value) implements Event {}
}
