package io.quorate.fabric;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Quorums;
import java.util.List;

/**
 * One Paxos group.
 *
 * @param id group id on the wire, 0..65535
 * @param members switches that run a replica, be it that they play no role yet; a member's node id
 *     is its place here, from 1
 * @param leader the member that leads at first boot, without phase 1
 * @param tickNs length of a tick of the replicas' logical clock
 * @param heartbeatTicks ticks between two heartbeats of the leader
 * @param electionTicksMin fewest ticks without a heartbeat after which a replica stands for
 *     election
 * @param electionTicksMax most such ticks; the number is drawn anew each time
 * @param retransmitTicks ticks after which an unanswered message is sent again
 * @param windowSlots slots that a replica holds in memory
 * @param quorums how many of those that vote at first must answer in each phase
 * @param backup the member that stands first when the leader falls silent; empty for none
 * @param handBackTicks ticks for which {@code leader} must have followed steadily before whoever
 *     leads in its place hands over to it; 0 for never
 * @param limits how much the replicas take on
 * @param reads how clients' reads are answered
 * @param durability what a member still knows after a crash
 * @param disk of each member, if they are durable
 * @param roles of members that do not vote and learn from the start
 */
public record PaxosGroup(
    int id,
    List<String> members,
    String leader,
    long tickNs,
    int heartbeatTicks,
    int electionTicksMin,
    int electionTicksMax,
    int retransmitTicks,
    int windowSlots,
    Quorums quorums,
    String backup,
    int handBackTicks,
    GroupLimits limits,
    Reads reads,
    Durability durability,
    DiskModel disk,
    Roles roles) {

  public PaxosGroup {
    members = List.copyOf(members);
  }

  /** Node id of a switch; 0 if it is no member. */
  public int node(String member) {
    return members.indexOf(member) + 1;
  }

  /** Node ids of switches, all of them members, ascending. */
  public List<Integer> nodes(List<String> names) {
    return names.stream().map(this::node).distinct().sorted().toList();
  }

  /** Names of members. */
  public List<String> names(List<Integer> nodes) {
    return nodes.stream().map(node -> members.get(node - 1)).toList();
  }

  /** Members that vote at first. */
  public List<String> acceptors() {
    return members.stream().filter(roles::isAcceptor).toList();
  }

  /** The group's first configuration. */
  public Configuration initial() {
    List<String> learners =
        members.stream().filter(member -> !roles.standby().contains(member)).toList();
    return new Configuration(0, nodes(acceptors()), nodes(learners), quorums);
  }

  /** True if there are members that could be given a vote. */
  public boolean hasReserve() {
    return !roles.equals(Roles.ALL);
  }

  /** The same group with other intervals, in ticks, and another window, quorums, limits, reads. */
  public PaxosGroup turned(
      int heartbeat,
      int electionMin,
      int electionMax,
      int retransmit,
      int slots,
      Quorums others,
      GroupLimits bounds,
      Reads answers) {
    return new PaxosGroup(
        id,
        members,
        leader,
        tickNs,
        heartbeat,
        electionMin,
        electionMax,
        retransmit,
        slots,
        others,
        backup,
        handBackTicks,
        bounds,
        answers,
        durability,
        disk,
        roles);
  }
}
