package io.quorate.paxos;

import io.quorate.paxos.Configurations.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Who is spoken to, and whether this node may lead, by the configurations that are still needed:
 * the one in force, the one to come, and the one that is passing until the next has its state. Only
 * liveness depends on it.
 */
final class Membership {

  private final Configurations configurations;
  private final Window window;
  private final int self;

  private List<Epoch> needed = List.of();
  private List<Integer> audience = List.of();
  private boolean mayLead;
  private boolean isNeeded;

  Membership(Members members, Configurations configurations, Window window) {
    this.configurations = configurations;
    this.window = window;
    this.self = members.self();
  }

  /** The other members that play any role, ascending; not to be changed. */
  List<Integer> audience() {
    refresh();
    return audience;
  }

  /** True if this node plays any role. */
  boolean isNeeded() {
    refresh();
    return isNeeded;
  }

  /** True if this node's vote counts somewhere: only then does it stand for election. */
  boolean mayLead() {
    refresh();
    return mayLead;
  }

  private boolean isNewest(Epoch epoch) {
    return epoch.configuration().version() == configurations.newest().configuration().version();
  }

  /** Cheap while nothing changes, which is nearly always. */
  private void refresh() {
    if (!needed.isEmpty()
        && isNewest(needed.getLast())
        && (needed.size() == 1 || needed.get(1).fromSlot() > window.watermark())) {
      return;
    }
    needed = new ArrayList<>(configurations.needed(window.watermark()));
    TreeSet<Integer> nodes = new TreeSet<>();
    mayLead = false;
    for (Epoch each : needed) {
      nodes.addAll(each.configuration().acceptors());
      nodes.addAll(each.configuration().learners());
      mayLead |= each.configuration().isAcceptor(self);
    }
    isNeeded = nodes.remove(self);
    audience = List.copyOf(nodes);
  }
}
