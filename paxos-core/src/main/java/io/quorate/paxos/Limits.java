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
 * @param inFlightSlots slots that a leader has proposed and not delivered at once, at least 1; what
 *     is asked meanwhile waits. As many as the window or more: nothing waits
 * @param batchValues values that wait and then share a slot, 1 to {@value #BATCH_VALUES_MOST}
 */
public record Limits(
    int messageBytesMax,
    int windowSlots,
    int sessionsMax,
    int snapshotBytesMax,
    int inFlightSlots,
    int batchValues) {

  /** Room for a promise with a value of some use. */
  public static final int MESSAGE_BYTES_LEAST = 256;

  /** The header, and as much value as its length field can say. */
  public static final int MESSAGE_BYTES_MOST = Sizes.HEADER + Sizes.VALUE_MAX;

  /** What a switch could ever hold. */
  public static final int WINDOW_SLOTS_MOST = 1 << 24;

  /** Most values in a slot. */
  public static final int BATCH_VALUES_MOST = 1024;

  /** Most values that wait for a slot. */
  private static final int WAITING_MOST = 1 << 16;

  /**
   * Messages of 1500 bytes, 4,096 slots, 65,536 sessions, snapshots of 256 MiB, no batches.
   *
   * <p>So many slots, with values of 64 bytes, stay in a processor's second cache. They suffice to
   * order about as many in a round trip: where the window is full, the leader asks at once how far
   * the others have come, and does not wait for its next heartbeat. A member that misses more than
   * so many slots is given a snapshot. So take more where a round trip is long, where members may
   * be away and the state is large, or where, as in packet delivery, there is no snapshot of what
   * the hosts hold: fabrics take 65,536.
   */
  public static final Limits DEFAULT = new Limits(1500, 1 << 12, 1 << 16, 1 << 28);

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
    if (inFlightSlots < 1 || batchValues < 1 || batchValues > BATCH_VALUES_MOST) {
      throw new IllegalArgumentException(
          "%d slots in flight with %d values each, not 1 or more with 1 to %d"
              .formatted(inFlightSlots, batchValues, BATCH_VALUES_MOST));
    }
  }

  /** Without batches, and with as many slots in flight as the window takes. */
  public Limits(int messageBytesMax, int windowSlots, int sessionsMax, int snapshotBytesMax) {
    this(messageBytesMax, windowSlots, sessionsMax, snapshotBytesMax, WINDOW_SLOTS_MOST, 1);
  }

  public Limits withMessageBytesMax(int bytes) {
    return new Limits(
        bytes, windowSlots, sessionsMax, snapshotBytesMax, inFlightSlots, batchValues);
  }

  public Limits withWindowSlots(int slots) {
    return new Limits(
        messageBytesMax, slots, sessionsMax, snapshotBytesMax, inFlightSlots, batchValues);
  }

  public Limits withSessionsMax(int sessions) {
    return new Limits(
        messageBytesMax, windowSlots, sessions, snapshotBytesMax, inFlightSlots, batchValues);
  }

  public Limits withSnapshotBytesMax(int bytes) {
    return new Limits(messageBytesMax, windowSlots, sessionsMax, bytes, inFlightSlots, batchValues);
  }

  /** So many slots in flight, and so many values in each. */
  public Limits withPipeline(int slotsInFlight, int valuesInEach) {
    return new Limits(
        messageBytesMax, windowSlots, sessionsMax, snapshotBytesMax, slotsInFlight, valuesInEach);
  }

  /** Values that may wait for a slot: as many as those in flight could hold. */
  public int waitingMax() {
    boolean bounded = inFlightSlots < windowSlots;
    return bounded ? (int) Math.min(WAITING_MOST, (long) inFlightSlots * batchValues) : 0;
  }

  /** Largest value, in bytes, that fits a promise page alone, and so every message. */
  public int valueBytesMax() {
    return messageBytesMax - Sizes.HEADER - Sizes.VOTE;
  }
}
