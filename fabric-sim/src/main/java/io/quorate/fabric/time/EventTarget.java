package io.quorate.fabric.time;

import org.jspecify.annotations.Nullable;

/**
 * What an event happens to. A target that schedules several kinds of event tells them apart by the
 * code; one that wants to cancel an event gives each scheduling a new code and ignores old ones.
 */
@FunctionalInterface
public interface EventTarget {

  /**
   * The event happens; virtual time is already that of the event.
   *
   * @param code what the target gave when it scheduled the event
   * @param payload what the target gave when it scheduled the event
   */
  void act(long code, @Nullable Object payload);
}
