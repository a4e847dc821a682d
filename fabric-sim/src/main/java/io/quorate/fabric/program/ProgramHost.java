package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.List;

/**
 * What the programs of a switch ask of what runs them. Called from within a program or a step; an
 * implementation may not call back into either.
 */
public interface ProgramHost {

  /**
   * Has a frame enter the switch's pipeline by its Paxos port, after the present one is done with.
   *
   * @param frame given away, and not to be written by anybody again
   */
  void emit(byte[] frame);

  /**
   * Tries to put an ordered packet on the wire to a service host of this switch, by the ordinary
   * flows. Never called from within a program.
   *
   * @param frame addressed to the host; given away if it is taken
   * @return false if it could not be sent: no flow takes it there now, or the port cannot take it
   */
  boolean handOver(Host to, byte[] frame);

  /** A client's value was stamped here and goes into the fabric. */
  void submitted(Value value);

  /** The switch's client flows are to point to this node from now on; 0 = to nobody. */
  void leaderChanged(int leader, Ballot ballot);

  /** A slot was delivered here; told before its packets are emitted. */
  void delivered(Effect.Deliver delivery);

  /** The replica went on at a later slot, with a snapshot of another's state. */
  void installed(Effect.Installed installed);

  /**
   * The replica has found that these members have lost their memory at once, and cannot win it
   * back; none, if that has turned out to be wrong.
   */
  void memoryLost(List<Integer> members);

  /** A configuration is known to the replica, or in force there. */
  void reconfigured(Effect.Reconfigured reconfigured);

  /** The replica answers whoever runs the group: a {@code Reply} or a {@code Refusal}. */
  void operatorAnswered(Message message);

  /** A message of the replica is about to be sent, to one node or (0) to all others. */
  void sent(int to, Message message);

  /** A Paxos message for this switch was read. */
  void received(int from, Message message);
}
