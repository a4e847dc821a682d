package io.quorate.fabric;

import io.quorate.paxos.Durability;
import io.quorate.paxos.Quorums;
import java.util.List;

/**
 * One Paxos group.
 *
 * @param id group id on the wire, 0..65535
 * @param members switches that run a replica; a member's node id is its place here, from 1
 * @param leader the member that leads at first boot, without phase 1
 * @param tickNs length of a tick of the replicas' logical clock
 * @param heartbeatTicks ticks between two heartbeats of the leader
 * @param electionTicksMin fewest ticks without a heartbeat after which a replica stands for
 *     election
 * @param electionTicksMax most such ticks; the number is drawn anew each time
 * @param retransmitTicks ticks after which an unanswered message is sent again
 * @param windowSlots slots that a replica holds in memory
 * @param quorums how many must answer in each phase
 * @param backup the member that stands first when the leader falls silent; empty for none
 * @param handBackTicks ticks for which {@code leader} must have followed steadily before whoever
 *     leads in its place hands over to it; 0 for never
 * @param limits how much the replicas take on
 * @param reads how clients' reads are answered
 * @param durability what a member still knows after a crash
 * @param disk of each member, if they are durable
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
    DiskModel disk) {

  public PaxosGroup {
    members = List.copyOf(members);
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
        disk);
  }
}
