package io.quorate.ovs.port;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bell for systems without eventfd(2). */
final class MonitorBell implements Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean rung;

  @Override
  public void ring() {
    lock.lock();
    try {
      rung = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether it rang within the time. An interrupted thread stays interrupted and waits no longer.
   */
  boolean await(long timeoutNs) {
    lock.lock();
    try {
      long left = timeoutNs;
      while (!rung && left > 0) {
        left = changed.awaitNanos(left);
      }
      boolean was = rung;
      rung = false;
      return was;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {}
}
