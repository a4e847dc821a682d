package io.quorate.fabric.link;

import java.util.Arrays;

/**
 * The transmitter of one direction of a link: one frame at a time at the link's bandwidth, a
 * bounded number waiting. It costs no events: a frame's departure is known when it is sent, because
 * the queue is first in, first out.
 */
final class TransmitQueue {

  /** Preamble and start delimiter (8), frame check sequence (4) and inter-frame gap (12). */
  static final int ETHERNET_OVERHEAD_BYTES = 24;

  /** Shortest Ethernet frame without its frame check sequence; shorter ones are padded. */
  static final int FRAME_BYTES_MIN = 60;

  /** What {@link #departureNs} answers when the frame must be dropped. */
  static final long FULL = -1;

  private final long bitsPerSecond;
  private final int waitingMax;

  /** Times at which waiting frames' transmission begins: a ring, ascending. */
  private long[] startsNs = new long[16];

  private int head;
  private int waiting;
  private long busyUntilNs;

  TransmitQueue(long bitsPerSecond, int waitingMax) {
    this.bitsPerSecond = bitsPerSecond;
    this.waitingMax = waitingMax;
  }

  /** Time that a frame of this many bytes occupies the link; 0 when bandwidth is not limited. */
  long serialisationNs(int frameBytes) {
    if (bitsPerSecond == 0) {
      return 0;
    }
    long bits = 8L * (Math.max(frameBytes, FRAME_BYTES_MIN) + ETHERNET_OVERHEAD_BYTES);
    return Math.ceilDiv(bits * 1_000_000_000L, bitsPerSecond);
  }

  /**
   * Accepts a frame at {@code nowNs}, which never goes back.
   *
   * @return when its last bit leaves, or {@link #FULL}
   */
  long departureNs(long nowNs, int frameBytes) {
    if (bitsPerSecond == 0) {
      return nowNs;
    }
    forgetStarted(nowNs);
    long startNs = Math.max(nowNs, busyUntilNs);
    if (startNs > nowNs) {
      if (waiting >= waitingMax) {
        return FULL;
      }
      enqueue(startNs);
    }
    busyUntilNs = startNs + serialisationNs(frameBytes);
    return busyUntilNs;
  }

  /** Frames that wait at {@code nowNs}, the one being transmitted not counted. */
  int waiting(long nowNs) {
    forgetStarted(nowNs);
    return waiting;
  }

  /** True if a frame accepted at {@code nowNs} would not be refused. */
  boolean hasRoom(long nowNs) {
    return bitsPerSecond == 0 || busyUntilNs <= nowNs || waiting(nowNs) < waitingMax;
  }

  /** Forgets everything: the carrier was lost. */
  void clear() {
    waiting = 0;
    busyUntilNs = 0;
  }

  private void forgetStarted(long nowNs) {
    while (waiting > 0 && startsNs[head] <= nowNs) {
      head = (head + 1) & (startsNs.length - 1);
      waiting--;
    }
  }

  private void enqueue(long startNs) {
    if (waiting == startsNs.length) {
      long[] larger = Arrays.copyOfRange(startsNs, head, head + 2 * waiting);
      System.arraycopy(startsNs, 0, larger, waiting - head, head);
      startsNs = larger;
      head = 0;
    }
    startsNs[(head + waiting++) & (startsNs.length - 1)] = startNs;
  }
}
