package io.quorate.paxos;

import io.quorate.paxos.role.Followers;
import io.quorate.paxos.role.Leader;

/**
 * A leader that the configuration in force does not count any more. It goes on while its own
 * configuration is needed (see {@link Configurations}); then it hands over to the acceptor that has
 * come furthest, and if that comes to nothing it leads no more all the same.
 */
final class Retirement {

  private final Members members;
  private final Membership membership;
  private final Configurations configurations;
  private final Leadership leadership;
  private final HandOver handOver;

  /** Whose hand-over was begun here. */
  private @org.jspecify.annotations.Nullable Leader retiring;

  Retirement(Member member, Leadership leadership, HandOver handOver) {
    this.members = member.members();
    this.membership = member.membership();
    this.configurations = member.configurations();
    this.leadership = leadership;
    this.handOver = handOver;
  }

  /** One tick of the leader. */
  void tick(Leader leader, Effects out) {
    if (membership.mayLead() || handOver.isUnderWay()) {
      return;
    }
    if (retiring == leader) {
      leadership.abdicate(out);
    } else {
      retiring = leader;
      handOver.begin(heir(leader.followers(), leader.nextSlot()), out);
    }
  }

  /** Who votes in the slots that are given out next, and will go on to; 0 if nobody does. */
  private int heir(Followers followers, long next) {
    int heir = 0;
    long furthest = -1;
    Configuration now = configurations.epochAt(next).configuration();
    for (int node : configurations.newest().configuration().acceptors()) {
      long delivered = followers.deliveredBelow(members.indexOf(node));
      if (node != members.self() && now.isAcceptor(node) && delivered > furthest) {
        heir = node;
        furthest = delivered;
      }
    }
    return heir;
  }
}
