package io.quorate.paxos;

import io.quorate.paxos.wire.Sizes;

/**
 * Bounds on what a replica holds and sends; the same on every member.
 *
 * @param messageBytesMax largest message on the wire, header included, {@value
 *     #MESSAGE_BYTES_LEAST} to {@value #MESSAGE_BYTES_MOST}; longer promises are paged
 * @param windowSlots slots held in memory, 1 to {@value #WINDOW_SLOTS_MOST}: a new one is refused
 *     while the one so far below it may still be needed
 * @param sessionsMax sessions remembered; the one unused for longest, in log order, goes first
 * @param snapshotBytesMax largest snapshot that is fetched from another member
 */
public record Limits(int messageBytesMax, int windowSlots, int sessionsMax, int snapshotBytesMax) {

  /** Room for a promise with a value of some use. */
  public static final int MESSAGE_BYTES_LEAST = 256;

  /** The header, and as much value as its length field can say. */
  public static final int MESSAGE_BYTES_MOST = Sizes.HEADER + Sizes.VALUE_MAX;

  /** What a switch could ever hold. */
  public static final int WINDOW_SLOTS_MOST = 1 << 24;

  /** Messages of 1500 bytes, 65,536 slots and sessions, snapshots of 256 MiB. */
  public static final Limits DEFAULT = new Limits(1500, 1 << 16, 1 << 16, 1 << 28);

  public Limits {
    if (messageBytesMax < MESSAGE_BYTES_LEAST || messageBytesMax > MESSAGE_BYTES_MOST) {
      throw new IllegalArgumentException(
          "messages of %d bytes, not %d to %d"
              .formatted(messageBytesMax, MESSAGE_BYTES_LEAST, MESSAGE_BYTES_MOST));
    }
    if (windowSlots < 1 || windowSlots > WINDOW_SLOTS_MOST) {
      throw new IllegalArgumentException(
          "a window of %d slots, not 1 to %d".formatted(windowSlots, WINDOW_SLOTS_MOST));
    }
    if (sessionsMax < 1 || snapshotBytesMax < 1) {
      throw new IllegalArgumentException("sessions and snapshots need at least one place");
    }
  }

  public Limits withMessageBytesMax(int bytes) {
    return new Limits(bytes, windowSlots, sessionsMax, snapshotBytesMax);
  }

  public Limits withWindowSlots(int slots) {
    return new Limits(messageBytesMax, slots, sessionsMax, snapshotBytesMax);
  }

  public Limits withSessionsMax(int sessions) {
    return new Limits(messageBytesMax, windowSlots, sessions, snapshotBytesMax);
  }

  public Limits withSnapshotBytesMax(int bytes) {
    return new Limits(messageBytesMax, windowSlots, sessionsMax, bytes);
  }

  /** Largest value, in bytes, that fits a promise page alone, and so every message. */
  public int valueBytesMax() {
    return messageBytesMax - Sizes.HEADER - Sizes.VOTE;
  }
}
