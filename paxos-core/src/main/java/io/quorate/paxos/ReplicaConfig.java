package io.quorate.paxos;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a replica is told at its start; the same on every member but for {@code self}.
 *
 * @param group id of the Paxos group, 0 to 65535
 * @param self this node's id
 * @param members ids of all who may ever belong to the group, 1 to 65535 each, distinct, ascending
 * @param firstLeader the acceptor that leads at first boot, without phase 1
 * @param initial who of them plays which role at first, and the quorums; every later configuration
 *     is a value in the log (see {@link Configurations})
 * @param timing intervals in ticks
 * @param limits bounds on memory and messages
 * @param durability what a node still knows when it starts again
 * @param succession who should lead, if it matters
 * @param reads how reads without a slot are served
 */
public record ReplicaConfig(
    int group,
    int self,
    List<Integer> members,
    int firstLeader,
    Configuration initial,
    Timing timing,
    Limits limits,
    Durability durability,
    Succession succession,
    ReadRules reads) {

  /** Node ids and group ids are 16 bits on the wire. */
  public static final int ID_MAX = 0xFFFF;

  public ReplicaConfig {
    members = List.copyOf(members);
    if (group < 0 || group > ID_MAX) {
      throw new IllegalArgumentException("group " + group + " is not in 0.." + ID_MAX);
    }
    if (!List.copyOf(new TreeSet<>(members)).equals(members)) {
      throw new IllegalArgumentException("members must be distinct and ascending: " + members);
    }
    for (int member : members) {
      if (member < 1 || member > ID_MAX) {
        throw new IllegalArgumentException("member " + member + " is not in 1.." + ID_MAX);
      }
    }
    if (!members.contains(self) || !members.contains(firstLeader)) {
      throw new IllegalArgumentException(
          "self " + self + " and first leader " + firstLeader + " must be members of " + members);
    }
    if ((succession.preferred() != 0 && !members.contains(succession.preferred()))
        || (succession.backup() != 0 && !members.contains(succession.backup()))) {
      throw new IllegalArgumentException(succession + " names no members of " + members);
    }
    if (!members.containsAll(initial.acceptors()) || !members.containsAll(initial.learners())) {
      throw new IllegalArgumentException(initial + " has others than the members " + members);
    }
    if (initial.version() != 0 || !initial.isAcceptor(firstLeader)) {
      throw new IllegalArgumentException(
          "first leader " + firstLeader + " must vote at first, but there is " + initial);
    }
  }

  /** Quorum sizes of the first configuration. */
  public Quorums quorums() {
    return initial.quorums();
  }

  /**
   * A group in which every member plays both roles at first, and all are alike, and which serves
   * reads as {@link ReadRules#DEFAULT} says.
   */
  public ReplicaConfig(
      int group,
      int self,
      List<Integer> members,
      int firstLeader,
      Quorums quorums,
      Timing timing,
      Limits limits,
      Durability durability) {
    this(
        group,
        self,
        members,
        firstLeader,
        Configuration.of(members, quorums),
        timing,
        limits,
        durability,
        Succession.NONE,
        ReadRules.DEFAULT);
  }

  /** The same, but for who should lead. */
  public ReplicaConfig withSuccession(Succession wanted) {
    return new ReplicaConfig(
        group, self, members, firstLeader, initial, timing, limits, durability, wanted, reads);
  }

  /** The same, but for who plays which role at first. */
  public ReplicaConfig withInitial(Configuration wanted) {
    return new ReplicaConfig(
        group, self, members, firstLeader, wanted, timing, limits, durability, succession, reads);
  }

  /** The same with other bounds. */
  public ReplicaConfig withLimits(Limits wanted) {
    return new ReplicaConfig(
        group, self, members, firstLeader, initial, timing, wanted, durability, succession, reads);
  }

  /** The same, but for how reads are served. */
  public ReplicaConfig withReads(ReadRules wanted) {
    return new ReplicaConfig(
        group, self, members, firstLeader, initial, timing, limits, durability, succession, wanted);
  }

  /** Members 1 to {@code members}, majority quorums, default timing and limits, volatile. */
  public static ReplicaConfig of(int self, int members) {
    List<Integer> ids = IntStream.rangeClosed(1, members).boxed().toList();
    return new ReplicaConfig(
        1,
        self,
        ids,
        1,
        Quorums.majority(members),
        Timing.DEFAULT,
        Limits.DEFAULT,
        Durability.VOLATILE);
  }
}
