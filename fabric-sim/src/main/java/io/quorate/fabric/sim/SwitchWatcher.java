package io.quorate.fabric.sim;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the switches of a run do, at the simulator's present time, for observers, traces and
 * progress.
 */
public interface SwitchWatcher {

  /** A client's value was stamped at the fabric's edge. */
  void submitted(Seat at, Value value);

  /** The replica of a switch read a message. */
  void received(Seat at, int from, Message message);

  /** The replica of a switch sends a message, to one node or (0) to all others. */
  void sent(Seat at, int to, Message message);

  /** The replica of a switch delivered a slot. */
  void delivered(Seat at, Effect.Deliver delivery);

  /** The replica of a switch went on at a later slot, with a snapshot of another's state. */
  void installed(Seat at, Effect.Installed installed);

  /**
   * The replica of a switch has found that these members have lost their memory at once, too many
   * to win it back; none, if that has turned out to be wrong.
   */
  void memoryLost(Seat at, List<Integer> members);

  /** The replica of a switch starts again and remembers nothing. */
  void started(Seat at, int incarnation);

  /** The replica of a switch has won its memory back; it is to be looked at only. */
  void recovered(Seat at, Replica replica);

  /** These bytes of the log of a switch's replica, from this offset on, are durable now. */
  void durable(Seat at, long from, byte[] bytes);

  /** The replica of a switch knows a configuration, or has it in force. */
  void reconfigured(Seat at, Effect.Reconfigured reconfigured);

  /** Whoever runs the group asks the switch for a change. */
  void changeAsked(Seat at, Value change);

  /**
   * A change that was wanted is in force, or was there already, or cannot be.
   *
   * @param wish in words
   * @param outcome why it cannot be; null if it is in force
   */
  void changeSettled(String wish, @Nullable String outcome);

  /** The switch now points its client flows to this node; 0 = to nobody. */
  void leaderChanged(Seat at, int leader, Ballot ballot);

  /** The switch crashed, restarted, was paused or went on; one word. */
  void conditionChanged(Seat at, String condition);
}
