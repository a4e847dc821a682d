package io.quorate.paxos;

import io.quorate.paxos.message.Envelope;

/** What a replica is stepped with. */
public sealed interface Event {

  /** The node starts; given once, before anything else. */
  record Booted() implements Event {}

  /** The logical clock of the host moved on by one. */
  record Ticked() implements Event {}

  /** A message arrived. */
  record Received(Envelope envelope) implements Event {}

  /** Whoever runs the group wants this node, if it leads, to hand over to another member. */
  record HandOver(int node) implements Event {}

  /**
   * A hint, be it true or not: the direct way to a member has come or gone. A follower whose leader
   * seems gone asks the others at once whether they hear it; nothing else depends on hints.
   */
  record Link(int node, boolean up) implements Event {}

  /** The host itself asks a question of the state machine, as a READ message would. */
  record Asked(Value query) implements Event {}

  /**
   * The host itself asks for a value to be ordered, as a CLIENT message would. Only so can a change
   * of the configuration be asked for, of the leader: no client's frame carries one. Asked again
   * with the same session and sequence, of whoever leads then, it is executed once.
   */
  record Proposed(Value value) implements Event {}
}
