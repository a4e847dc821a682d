package io.quorate.bench;

import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tasks of several MicroRaft nodes on the thread that calls {@link #settle}, one after the
 * other in the order in which they came: no queue between threads, no waking up. The most that can
 * be done for it in a comparison with a core that is stepped by its host.
 */
final class SharedLoop implements RaftNodeExecutor {

  private record Timed(long dueNs, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timed> timed =
      new PriorityQueue<>(Comparator.comparingLong(Timed::dueNs));

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void submit(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    timed.add(new Timed(System.nanoTime() + unit.toNanos(delay), task));
  }

  /** Runs everything that is to be done now, timers that are due included. */
  void settle() {
    long nowNs = System.nanoTime();
    for (Timed next = timed.peek(); next != null && next.dueNs() <= nowNs; next = timed.peek()) {
      timed.remove();
      tasks.add(next.task());
    }
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      next.run();
    }
  }
}
