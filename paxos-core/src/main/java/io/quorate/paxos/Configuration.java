package io.quorate.paxos;

import java.util.List;
import java.util.TreeSet;

/**
 * Which members play which role, and how many of them make a quorum: the state that a
 * reconfiguration changes. A group begins with the one in its {@link ReplicaConfig}; each later one
 * is a value in the log and governs the slots from a window's length above its own (see {@link
 * Configurations}).
 *
 * @param version 0 for the first, and one more for each that follows
 * @param acceptors node ids of those whose votes count, at least one, distinct, ascending
 * @param learners node ids of those who act on what is delivered, distinct, ascending. An acceptor
 *     follows the log whether or not it is a learner: it must know which configuration governs a
 *     slot.
 * @param quorums sizes for as many members as there are acceptors
 */
public record Configuration(
    long version, List<Integer> acceptors, List<Integer> learners, Quorums quorums) {

  public Configuration {
    acceptors = ascending("acceptors", acceptors);
    learners = ascending("learners", learners);
    if (version < 0) {
      throw new IllegalArgumentException("version " + version + " is negative");
    }
    if (acceptors.isEmpty()) {
      throw new IllegalArgumentException("a configuration without acceptors can choose nothing");
    }
    if (quorums.members() != acceptors.size()) {
      throw new IllegalArgumentException(
          quorums + " is not for " + acceptors.size() + " acceptors");
    }
  }

  private static List<Integer> ascending(String role, List<Integer> nodes) {
    for (int node : nodes) {
      if (node < 1 || node > ReplicaConfig.ID_MAX) {
        throw new IllegalArgumentException(
            role + ": member " + node + " is not in 1.." + ReplicaConfig.ID_MAX);
      }
    }
    if (!List.copyOf(new TreeSet<>(nodes)).equals(nodes)) {
      throw new IllegalArgumentException(role + " must be distinct and ascending: " + nodes);
    }
    return List.copyOf(nodes);
  }

  /** The first configuration of a group in which everybody plays both roles. */
  public static Configuration of(List<Integer> members, Quorums quorums) {
    return new Configuration(0, members, members, quorums);
  }

  /** True if the node votes. */
  public boolean isAcceptor(int node) {
    return acceptors.contains(node);
  }

  /** True if the node acts on what is delivered. */
  public boolean isLearner(int node) {
    return learners.contains(node);
  }

  /** True if the node plays any role. */
  public boolean isMember(int node) {
    return isAcceptor(node) || isLearner(node);
  }

  /** The configuration that follows this one with these roles, and majority quorums. */
  public Configuration next(List<Integer> newAcceptors, List<Integer> newLearners) {
    return new Configuration(
        version + 1, newAcceptors, newLearners, Quorums.majority(newAcceptors.size()));
  }

  /** The configuration that follows this one with the node in both roles, and majorities. */
  public Configuration adding(int node) {
    return next(with(acceptors, node), with(learners, node));
  }

  /** The configuration that follows this one with the node as a learner, and the same votes. */
  public Configuration addingLearner(int node) {
    return new Configuration(version + 1, acceptors, with(learners, node), quorums);
  }

  /** The configuration that follows this one without the node, and majorities. */
  public Configuration removing(int node) {
    return next(without(acceptors, node), without(learners, node));
  }

  /** The configuration that follows this one with one node in the roles of another. */
  public Configuration replacing(int node, int by) {
    List<Integer> votes = isAcceptor(node) ? with(without(acceptors, node), by) : acceptors;
    List<Integer> learns = isLearner(node) ? with(without(learners, node), by) : learners;
    return new Configuration(
        version + 1,
        votes,
        learns,
        votes.size() == acceptors.size() ? quorums : Quorums.majority(votes.size()));
  }

  /** The configuration that follows this one with other quorum sizes. */
  public Configuration resized(int phase1, int phase2) {
    return new Configuration(
        version + 1, acceptors, learners, new Quorums(acceptors.size(), phase1, phase2));
  }

  private static List<Integer> with(List<Integer> nodes, int node) {
    TreeSet<Integer> all = new TreeSet<>(nodes);
    all.add(node);
    return List.copyOf(all);
  }

  private static List<Integer> without(List<Integer> nodes, int node) {
    return nodes.stream().filter(each -> each != node).toList();
  }

  /** {@code version 1: acceptors [1, 2, 4], learners [1, 2, 4], quorums 2 and 2}. */
  @Override
  public String toString() {
    return "version %d: acceptors %s, learners %s, quorums %d and %d"
        .formatted(version, acceptors, learners, quorums.phase1(), quorums.phase2());
  }
}
