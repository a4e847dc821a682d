package io.quorate.ovs.host;

import io.quorate.fabric.time.Agenda;
import io.quorate.fabric.time.EventTarget;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Real time, of the machine's monotonic clock, for one thread that runs what is due. */
final class RealAgenda implements Agenda {

  private record Entry(
      long timeNs, long number, EventTarget target, long code, @Nullable Object payload) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::timeNs).thenComparingLong(Entry::number));
  private long number;

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void after(long delayNs, EventTarget target, long code, @Nullable Object payload) {
    entries.add(new Entry(nowNs() + delayNs, number++, target, code, payload));
  }

  /**
   * Runs what is due.
   *
   * @return nanoseconds until the next is, {@link Long#MAX_VALUE} if there is none
   */
  long runDue() {
    for (Entry next = entries.peek(); next != null; next = entries.peek()) {
      long left = next.timeNs() - nowNs();
      if (left > 0) {
        return left;
      }
      entries.poll();
      next.target().act(next.code(), next.payload());
    }
    return Long.MAX_VALUE;
  }
}
