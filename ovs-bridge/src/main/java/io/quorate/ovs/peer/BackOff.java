package io.quorate.ovs.peer;

/** How long to wait before the next attempt to connect: doubled each time, up to a limit. */
public final class BackOff {
  private final long leastMs;
  private final long mostMs;
  private long nextMs;

  /** The first wait, and the longest, in milliseconds. */
  public BackOff(long leastMs, long mostMs) {
    this.leastMs = leastMs;
    this.mostMs = mostMs;
    this.nextMs = leastMs;
  }

  /** The wait before the next attempt, in milliseconds. */
  public synchronized long nextMs() {
    long now = nextMs;
    nextMs = Math.min(mostMs, nextMs * 2);
    return now;
  }

  /** After an attempt that went well. */
  public synchronized void reset() {
    nextMs = leastMs;
  }
}
