package io.quorate.fabric.time;

import org.jspecify.annotations.Nullable;

/**
 * Time, and what is to happen in it: virtual in a simulator, real on a machine. Whoever acts at a
 * time acts on the one thread of the agenda.
 */
public interface Agenda {

  /** Nanoseconds since some moment; never goes back. */
  long nowNs();

  /**
   * Has something happen {@code delayNs} from now, after all that was to happen by then.
   *
   * @param delayNs 0 or more
   * @param code handed to the target
   * @param payload handed to the target
   */
  void after(long delayNs, EventTarget target, long code, @Nullable Object payload);
}
