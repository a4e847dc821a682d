package io.quorate.ovs.store;

/**
 * How many times as long everything is to take. Whoever has done something waits here for the rest
 * of the time; a change counts at once, also for those who wait.
 */
final class Slowness {

  private long times = 1;

  /**
   * @param value 1 or more
   */
  synchronized void set(long value) {
    times = value;
    notifyAll();
  }

  /**
   * Waits until so much time has passed since then as it would take.
   *
   * @param fromNs when it was begun, by {@link System#nanoTime}
   */
  synchronized void delay(long fromNs) {
    long tookNs = System.nanoTime() - fromNs;
    for (long leftNs = leftNs(fromNs, tookNs); leftNs > 0; leftNs = leftNs(fromNs, tookNs)) {
      try {
        wait(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private long leftNs(long fromNs, long tookNs) {
    return times == 1 ? 0 : fromNs + tookNs * times - System.nanoTime();
  }
}
