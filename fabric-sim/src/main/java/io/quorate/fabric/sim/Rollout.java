package io.quorate.fabric.sim;

import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.plan.Participants;
import io.quorate.paxos.Configuration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the changes of a group have come, by what its switches tell the control plane: who takes
 * part in a configuration that is known anywhere and not over everywhere. One is over when every
 * acceptor of a later one has that, or one later still, in force.
 */
final class Rollout {

  private final PaxosGroup group;

  /** Those that are not over, by version. */
  private final TreeMap<Long, Configuration> needed = new TreeMap<>();

  /** By node id, the newest version that it has told to be in force. */
  private final Map<Integer, Long> inForce = new TreeMap<>();

  private Participants participants;

  Rollout(PaxosGroup group) {
    this.group = group;
    this.participants = Participants.initial(group);
    needed.put(0L, group.initial());
  }

  Participants participants() {
    return participants;
  }

  /**
   * A switch's replica knows a configuration.
   *
   * @return true if others take part now than before
   */
  boolean told(int node, Configuration configuration, boolean isInForce) {
    if (configuration.version() < needed.firstKey()) {
      return false; // Of one that lags behind.
    }
    needed.putIfAbsent(configuration.version(), configuration);
    if (isInForce) {
      inForce.merge(node, configuration.version(), Math::max);
    }
    forget();
    Participants before = participants;
    participants = Participants.of(group, needed.values());
    return !participants.equals(before);
  }

  private void forget() {
    for (Configuration each : needed.descendingMap().values()) {
      boolean everywhere =
          each.acceptors().stream()
              .allMatch(node -> inForce.getOrDefault(node, 0L) >= each.version());
      if (everywhere) {
        needed.headMap(each.version()).clear();
        return;
      }
    }
  }
}
