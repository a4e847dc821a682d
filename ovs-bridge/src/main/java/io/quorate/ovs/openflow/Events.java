package io.quorate.ovs.openflow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells listeners what happens, one after the other on a thread of their own. Events are dropped,
 * and counted, when listeners are too slow for them: frames soon, others late.
 */
final class Events {
  private static final int FRAMES_WAITING_MAX = 4096;
  private static final int WAITING_MAX = 65_536;

  private final List<SwitchListener> listeners = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor thread;
  private final AtomicLong dropped = new AtomicLong();

  Events(String name) {
    thread =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
    thread.setCorePoolSize(1);
    thread.allowCoreThreadTimeOut(true);
  }

  void add(SwitchListener listener) {
    listeners.add(listener);
  }

  void tell(Consumer<SwitchListener> event) {
    run(() -> listeners.forEach(event));
  }

  void tellOfFrame(Consumer<SwitchListener> event) {
    if (thread.getQueue().size() >= FRAMES_WAITING_MAX) {
      dropped.incrementAndGet();
    } else {
      tell(event);
    }
  }

  /** Does something on the listeners' thread. */
  void run(Runnable task) {
    if (thread.getQueue().size() >= WAITING_MAX) {
      dropped.incrementAndGet();
    } else if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  long dropped() {
    return dropped.get();
  }

  void close() {
    thread.shutdown();
  }
}
