package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.message.Message;
import java.util.List;

/**
 * Where the effects of a seat's programs go: out into the network, or into the void of a replay.
 */
public interface SeatOutlet {

  /** A frame enters the switch by its Paxos port. */
  void emit(byte[] frame);

  /** Tries to have an ordered packet sent to a service host; see {@code ProgramHost.handOver}. */
  boolean handOver(Host to, byte[] frame);

  /** The switch's client flows are to point to this node; 0 = to nobody. */
  void leaderChanged(int leader, Ballot ballot);

  /** The members of the group are known to be, or are now, these. */
  void reconfigured(Effect.Reconfigured reconfigured);

  /** Too many members have lost their memory; none, if that has turned out to be wrong. */
  void memoryLost(List<Integer> members);

  /** The replica answers whoever runs the group. */
  void operatorAnswered(Message message);
}
