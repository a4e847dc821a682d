package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.util.List;

/**
 * What a step asks of the host. Effects are carried out in the order in which they come, over steps
 * too.
 *
 * <p>In durable mode one rule more binds the host: <b>nothing that comes after a {@link Store}
 * leaves the node before that record is durable</b>, be it a message, an answer to a client or a
 * delivery. The rule is external synchrony (Nightingale, Veeraraghavan, Chen and Flinn, "Rethink
 * the Sync", OSDI 2006): to all who look from outside the replica behaves as if it had waited for
 * its disk, while in truth it goes on being stepped. So the replica need not be told when a record
 * is durable, and a host is free to collect the records of many steps, make them durable at once,
 * and then let everything go that waited for them (group commit). If the node stops, what was held
 * back is lost, as messages may be; and whatever has left is still true of the replica that starts
 * again.
 */
public sealed interface Effect {

  /** Make the record durable, behind those before it; in durable mode only. */
  record Store(StoreRecord record) implements Effect {}

  /**
   * The replica was made again of what its store gave back. Its last checkpoint is of this slot and
   * this state; the {@link Redelivered} that follow tell what was delivered from there on.
   *
   * @param slot the first slot that is not in the checkpoint; 0 without one
   * @param stateDigest digest of the state machine, as after slot − 1; 0 without a machine
   */
  record Restored(long slot, long stateDigest) implements Effect {}

  /**
   * This was delivered before the node stopped, as its store knows, and is in the replica's state
   * again. A host that acts on deliveries by itself may have stopped before it acted on this one,
   * or after: it must know how far it had come, and act on what is missing, once.
   */
  record Redelivered(Deliver before) implements Effect {}

  /** Send to one member. */
  record Send(int to, Message message) implements Effect {}

  /**
   * Send to every other member that plays a role ({@link Replica#audience}); what the replica says
   * to itself it has already taken in.
   */
  record Broadcast(Message message) implements Effect {}

  /** Answer a client: a {@code Reply} or a {@code Refusal}. */
  record Answer(long session, Message message) implements Effect {}

  /**
   * A value is delivered: exactly once in a replica's life, in slot order, without gaps but for
   * {@link Installed}. Only an {@link Execution.Outcome#EXECUTED} value is to be acted on.
   *
   * @param slot the value's slot; those of a batch have the same one
   * @param index of the value in its slot, from 0
   * @param last true if the slot has no further value
   * @param stateDigest digest of the state machine after this value, and of the configurations that
   *     have followed the first; 0 without either
   */
  record Deliver(
      long slot, int index, boolean last, Value value, Execution.Outcome outcome, long stateDigest)
      implements Effect {

    /** Of a slot's only value. */
    public Deliver(long slot, Value value, Execution.Outcome outcome, long stateDigest) {
      this(slot, 0, true, value, outcome, stateDigest);
    }
  }

  /**
   * The replica goes on at a later slot, with the state that another had there: the slots between
   * are not delivered here. A host that acts on deliveries by itself has missed them for good.
   *
   * @param fromSlot the slot that would have been next
   * @param slot the slot that is next now
   * @param stateDigest digest of the state machine, as after slot − 1; 0 without a machine
   */
  record Installed(long fromSlot, long slot, long stateDigest) implements Effect {}

  /**
   * So many members have lost their memory at once that none of them can win it back: what was
   * chosen may be known to nobody. The replica takes no part until that turns out to be wrong, be
   * it never; only people can help.
   *
   * @param members those without memory, this one among them, ascending; empty if it was not so
   *     after all
   */
  record MemoryLost(List<Integer> members) implements Effect {
    public MemoryLost {
      members = List.copyOf(members);
    }
  }

  /** The replica now trusts this leader ({@code 0}: nobody); client flows point there. */
  record LeaderChanged(int leader, Ballot ballot) implements Effect {}

  /**
   * A configuration is known, or has come into force. It is told of once when it is known and once
   * when it is in force, unless both came at once, as with a snapshot. Whoever plays no role in it
   * is needed until {@link Replica#isNeeded} says otherwise.
   *
   * @param fromSlot the first slot that it governs
   * @param inForce true if the next slot to be delivered here is that or a later one
   */
  record Reconfigured(Configuration configuration, long fromSlot, boolean inForce)
      implements Effect {}
}
