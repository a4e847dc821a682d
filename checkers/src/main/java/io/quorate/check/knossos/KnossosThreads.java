package io.quorate.check.knossos;

import org.jspecify.annotations.Nullable;

/**
 * The threads on which Knossos works. Knossos starts some that nobody ends: those that it starts
 * from here are daemons, which keep no process from exiting, and when one dies of an exception that
 * it never delivers, here it is known.
 */
final class KnossosThreads extends ThreadGroup {
  private volatile @Nullable Throwable death;

  KnossosThreads() {
    super("knossos");
  }

  /** Does something on a thread of this group. */
  void start(Runnable work) {
    Thread thread = new Thread(this, work, "knossos");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a thread died of since {@link #forgetDeath}, null if none did. */
  @Nullable Throwable death() {
    return death;
  }

  void forgetDeath() {
    death = null;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    death = thrown;
  }
}
