package io.quorate.paxos;

import io.quorate.paxos.wire.Sizes;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a replica is told at its start; the same on every member but for {@code self}.
 *
 * @param group id of the Paxos group, 0 to 65535
 * @param self this node's id
 * @param members ids of all members, 1 to 65535 each, distinct, ascending
 * @param firstLeader the member that leads at first boot, without phase 1
 * @param quorums sizes for as many members
 * @param timing intervals in ticks
 * @param messageBytesMax largest message on the wire, header included, {@value
 *     #MESSAGE_BYTES_LEAST} to {@value #MESSAGE_BYTES_MOST}; longer promises are paged
 * @param windowSlots slots held in memory, 1 to {@value #WINDOW_SLOTS_MOST}: a new one is refused
 *     while the one so far below it may still be needed; the same on every member
 * @param sessionsMax sessions remembered; the one unused for longest, in log order, goes first
 * @param snapshotBytesMax largest snapshot that is fetched from another member
 */
public record ReplicaConfig(
    int group,
    int self,
    List<Integer> members,
    int firstLeader,
    Quorums quorums,
    Timing timing,
    int messageBytesMax,
    int windowSlots,
    int sessionsMax,
    int snapshotBytesMax) {

  /** Node ids and group ids are 16 bits on the wire. */
  public static final int ID_MAX = 0xFFFF;

  /** Room for a promise with a value of some use. */
  public static final int MESSAGE_BYTES_LEAST = 256;

  /** The header, and as much value as its length field can say. */
  public static final int MESSAGE_BYTES_MOST = Sizes.HEADER + Sizes.VALUE_MAX;

  /** What a switch could ever hold. */
  public static final int WINDOW_SLOTS_MOST = 1 << 24;

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
    if (quorums.members() != members.size()) {
      throw new IllegalArgumentException(quorums + " is not for " + members.size() + " members");
    }
    if (messageBytesMax < MESSAGE_BYTES_LEAST || messageBytesMax > MESSAGE_BYTES_MOST) {
      throw new IllegalArgumentException(
          "messages of "
              + messageBytesMax
              + " bytes, not "
              + MESSAGE_BYTES_LEAST
              + " to "
              + MESSAGE_BYTES_MOST);
    }
    if (windowSlots < 1 || windowSlots > WINDOW_SLOTS_MOST) {
      throw new IllegalArgumentException(
          "a window of " + windowSlots + " slots, not 1 to " + WINDOW_SLOTS_MOST);
    }
    if (sessionsMax < 1 || snapshotBytesMax < 1) {
      throw new IllegalArgumentException("sessions and snapshots need at least one place");
    }
  }

  /** Majority quorums, default timing, messages of 1500 bytes, 65,536 slots and sessions. */
  public static ReplicaConfig of(int self, int members) {
    List<Integer> ids = IntStream.rangeClosed(1, members).boxed().toList();
    return new ReplicaConfig(
        1,
        self,
        ids,
        1,
        Quorums.majority(members),
        Timing.DEFAULT,
        1500,
        1 << 16,
        1 << 16,
        1 << 28);
  }

  /** Largest value, in bytes, that fits a promise page alone, and so every message. */
  public int valueBytesMax() {
    return messageBytesMax - Sizes.HEADER - Sizes.VOTE;
  }
}
