package io.quorate.fabric.sim;

import io.quorate.fabric.time.Agenda;
import io.quorate.fabric.time.EventTarget;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and the events that move it. Time stands still while an event acts and jumps to the
 * next one's; events at the same time act in the order in which they were scheduled. One simulator
 * is used by one thread.
 */
public final class Simulator implements Agenda {

  private final EventQueue queue = new EventQueue();
  private long nowNs;
  private long eventCount;
  private boolean stopped;

  /** Virtual time, nanoseconds since the run began; 0 at first. */
  @Override
  public long nowNs() {
    return nowNs;
  }

  /** Events that have acted so far. */
  public long eventCount() {
    return eventCount;
  }

  /** Events that are still to act. */
  public int pendingCount() {
    return queue.size();
  }

  /**
   * Schedules an event.
   *
   * @param timeNs when, not before {@link #nowNs()}
   * @param target what it happens to
   * @param code handed to the target
   * @param payload handed to the target
   * @throws IllegalStateException when more than four million events are pending
   */
  public void at(long timeNs, EventTarget target, long code, @Nullable Object payload) {
    assert timeNs >= nowNs : "scheduled " + (nowNs - timeNs) + " ns in the past";
    queue.add(timeNs, target, code, payload);
  }

  /**
   * Schedules an event {@code delayNs} from now.
   *
   * @param delayNs 0 or more
   * @see #at(long, EventTarget, long, Object)
   */
  @Override
  public void after(long delayNs, EventTarget target, long code, @Nullable Object payload) {
    at(Math.addExact(nowNs, delayNs), target, code, payload);
  }

  /** Schedules something that happens once; for set-up and tests, where ease is worth an object. */
  public void at(long timeNs, Runnable action) {
    at(timeNs, (code, payload) -> action.run(), 0, null);
  }

  /**
   * Lets events act, in order, while they are not later than {@code untilNs}, then moves time there
   * unless {@link #stop()} was called.
   *
   * @return events that acted
   */
  public long runUntil(long untilNs) {
    long before = eventCount;
    stopped = false;
    while (!stopped && queue.earliestNs() <= untilNs) {
      step();
    }
    if (!stopped) {
      nowNs = Math.max(nowNs, untilNs);
    }
    return eventCount - before;
  }

  /**
   * Lets the earliest event act.
   *
   * @return false when no event is pending
   */
  public boolean step() {
    if (!queue.take()) {
      return false;
    }
    assert queue.takenTimeNs() >= nowNs : "time runs forward";
    nowNs = queue.takenTimeNs();
    eventCount++;
    queue.takenTarget().act(queue.takenCode(), queue.takenPayload());
    return true;
  }

  /** Makes {@link #runUntil} return after the event that is acting now. */
  public void stop() {
    stopped = true;
  }
}
