package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;

/** What a step asks of the host. Effects are carried out in the order in which they come. */
public sealed interface Effect {

  /** Send to one member. */
  record Send(int to, Message message) implements Effect {}

  /** Send to every other member; what the replica says to itself it has already taken in. */
  record Broadcast(Message message) implements Effect {}

  /** Answer a client: a {@code Reply} or a {@code Refusal}. */
  record Answer(long session, Message message) implements Effect {}

  /**
   * The slot is delivered: exactly once in a replica's life, in slot order, without gaps but for
   * {@link Installed}. Only an {@link Execution.Outcome#EXECUTED} value is to be acted on.
   *
   * @param stateDigest digest of the state machine after this slot; 0 without a machine
   */
  record Deliver(long slot, Value value, Execution.Outcome outcome, long stateDigest)
      implements Effect {}

  /**
   * The replica goes on at a later slot, with the state that another had there: the slots between
   * are not delivered here. A host that acts on deliveries by itself has missed them for good.
   *
   * @param fromSlot the slot that would have been next
   * @param slot the slot that is next now
   * @param stateDigest digest of the state machine, as after slot − 1; 0 without a machine
   */
  record Installed(long fromSlot, long slot, long stateDigest) implements Effect {}

  /** The replica now trusts this leader ({@code 0}: nobody); client flows point there. */
  record LeaderChanged(int leader, Ballot ballot) implements Effect {}
}
