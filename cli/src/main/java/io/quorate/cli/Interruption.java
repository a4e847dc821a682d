package io.quorate.cli;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is still to be done when somebody ends the process from outside (Ctrl-C, SIGTERM) while this
 * is open. It is done on a thread of its own, and the exit code is 128 and the signal's number.
 */
final class Interruption implements AutoCloseable {

  private final ReentrantLock turn = new ReentrantLock();
  private final Thread hook;

  /**
   * From now on.
   *
   * @param last done at the end, at most once; must be quick
   */
  Interruption(Runnable last) {
    this.hook =
        new Thread(
            () -> {
              // Never given back: what must not be disturbed has no time to begin any more.
              turn.lock();
              last.run();
            },
            "interruption");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Nothing is to begin any more.
      new Semaphore(0).acquireUninterruptibly();
    }
  }

  /** Does something before what is done at the end, or not at all. */
  <T> T notDuring(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /** Does something before what is done at the end, or not at all. */
  void notDuring(Runnable work) {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process ends, and the hook has begun.
    }
  }
}
