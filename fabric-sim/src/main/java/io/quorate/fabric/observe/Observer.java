package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.util.List;

/**
 * Watches a running fabric. Nodes are named by Paxos node id, service hosts by their place in the
 * fabric. Called in the order in which things happen; an observer changes nothing.
 */
public interface Observer {

  /** A client's value was put into the fabric, stamped with its session and sequence. */
  default void submitted(Value value) {}

  /** A replica sends a message, to one node or (0) to all others. */
  default void sent(int node, int to, Message message) {}

  /** A replica read a message. */
  default void received(int node, int from, Message message) {}

  /** The replica of a node starts again and remembers nothing. */
  default void started(int node, int incarnation) {}

  /** The replica of a node has won its memory back. */
  default void recovered(int node, Regained memory) {}

  /** A replica's disk has these records, in this order after those before, from now on. */
  default void durable(int node, List<StoreRecord> records) {}

  /** A replica delivered a slot. */
  default void delivered(int node, Effect.Deliver delivery) {}

  /** A replica went on at a later slot, with a snapshot of another's state. */
  default void installed(int node, Effect.Installed installed) {}

  /** A configuration is known to a replica, or in force there. */
  default void reconfigured(int node, Effect.Reconfigured told) {}

  /** A service host was handed a datagram of the service. */
  default void handed(int host, byte[] payload) {}

  /** A client sent a frame into the fabric. */
  default void asked(byte[] frame) {}

  /** The fabric sent a frame to a client. */
  default void answered(byte[] frame) {}
}
