package io.quorate.paxos;

import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Learner;

/**
 * This node as a member of its group, whoever leads: the two roles that every member plays at all
 * times and that hold all its memory, and what bounds and counts them. The parts of a replica share
 * it.
 *
 * @param config as the host gave it
 * @param members who else there is
 * @param configurations who plays which role in which slot
 * @param acceptor promises and votes
 * @param learner tallies and chosen values
 * @param window which slots and values are taken in
 * @param membership who is spoken to, and whether this node may lead
 * @param rebirths who has been started again
 * @param counters for the host
 * @param records what is written down
 */
record Member(
    ReplicaConfig config,
    Members members,
    Configurations configurations,
    Acceptor acceptor,
    Learner learner,
    Window window,
    Membership membership,
    Rebirths rebirths,
    Counters counters,
    Records records) {

  /** A member with empty memory, which has promised the first leader's ballot. */
  static Member fresh(ReplicaConfig config, int incarnation) {
    Members members = new Members(config);
    Ballot first = new Ballot(0, config.firstLeader());
    int slots = config.limits().windowSlots();
    Acceptor acceptor = new Acceptor(first, slots, config.limits().messageBytesMax());
    Configurations configurations = new Configurations(config, members);
    Learner learner = new Learner(slots, members.size(), configurations);
    Counters counters = new Counters();
    Window window = new Window(config, acceptor, learner, counters);
    Rebirths rebirths = new Rebirths(config, members, incarnation);
    Records records = new Records(config.durability());
    Membership membership = new Membership(members, configurations, window);
    return new Member(
        config,
        members,
        configurations,
        acceptor,
        learner,
        window,
        membership,
        rebirths,
        counters,
        records);
  }
}
