package io.quorate.ovs.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The owner of a log in tests: opens it, and runs what comes back on the test's own thread. */
final class LogDesk implements Executor {

  static final LogIdentity IDENTITY = new LogIdentity("wan-three", 1, 2);

  /** Files of 64 KiB, sixteen of them. */
  static final LogOptions SMALL = new LogOptions(1 << 16, 1 << 20);

  private final LinkedBlockingQueue<Runnable> come = new LinkedBlockingQueue<>();
  final List<String> failures = new ArrayList<>();

  @Override
  public void execute(Runnable task) {
    come.add(task);
  }

  WriteAheadLog open(Path folder) {
    return open(folder, SMALL);
  }

  WriteAheadLog open(Path folder, LogOptions options) {
    return WriteAheadLog.open(folder, IDENTITY, options, this, failures::add);
  }

  WriteAheadLog open(Path folder, Opening opening) {
    return WriteAheadLog.open(folder, IDENTITY, SMALL, this, failures::add, opening);
  }

  /** Runs the next that comes back. */
  void runNext() {
    try {
      Runnable next = come.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing has come back in 30 s");
      }
      next.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean hasCome() {
    return !come.isEmpty();
  }

  /** Syncs and waits for it. */
  void sync(WriteAheadLog log) {
    boolean[] done = {false};
    log.sync(() -> done[0] = true);
    while (!done[0]) {
      runNext();
    }
  }
}
