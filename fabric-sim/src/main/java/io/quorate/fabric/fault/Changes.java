package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Tenant;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Quorums;
import java.util.List;

/**
 * Draws changes of groups that have somebody in reserve: mostly one member comes and another goes,
 * now and then a member comes, goes, or keeps its place as a learner only, or all is said anew,
 * with quorums of any sizes. Whether a change makes sense when its time comes, or would leave
 * nobody that votes, is not asked.
 */
final class Changes {

  private final Dice dice;
  private final List<PaxosGroup> groups;

  Changes(Fabric fabric, Dice dice) {
    this.dice = dice;
    this.groups =
        fabric.tenants().stream().map(Tenant::group).filter(PaxosGroup::hasReserve).toList();
  }

  /** True if there is a group that could be changed. */
  boolean arePossible() {
    return !groups.isEmpty();
  }

  Fault draw() {
    PaxosGroup group = dice.pick(groups);
    List<String> order = dice.shuffled(group.members());
    List<String> one = order.subList(0, 1);
    List<String> other = order.subList(1, 2);
    List<String> none = List.of();
    Change change =
        switch (dice.below(8)) {
          case 0 -> new Change.Steps(one, none, none);
          case 1 -> new Change.Steps(none, one, none);
          case 2 -> new Change.Steps(none, other, one);
          case 3 -> whole(group, order);
          default -> new Change.Steps(one, other, none);
        };
    return new Fault.Reconfigure(group.id(), change);
  }

  private Change whole(PaxosGroup group, List<String> order) {
    int least = Math.min(order.size(), group.durability() == Durability.VOLATILE ? 3 : 1);
    int votes = least + dice.below(order.size() - least + 1);
    int learns = 1 + dice.below(order.size());
    int phase2 = 1 + dice.below(votes);
    Quorums drawn = new Quorums(votes, votes - phase2 + 1, phase2);
    boolean fits = group.durability() == Durability.DURABLE || drawn.recovery() < votes;
    Quorums quorums = fits ? drawn : Quorums.majority(votes);
    return new Change.Whole(
        order.subList(0, votes),
        order.subList(order.size() - learns, order.size()),
        quorums.phase1(),
        quorums.phase2());
  }
}
