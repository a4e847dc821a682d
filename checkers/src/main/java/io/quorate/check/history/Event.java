package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/**
 * One event of a client process.
 *
 * @param type what happened
 * @param process the client process, any int; one process has at most one operation pending
 * @param f the name of the function, such as {@code read}
 * @param key the key that the operation is about, or null where the history has but one object
 * @param value the argument in an {@code INVOKE}, the result in an {@code OK}; in {@code FAIL} and
 *     {@code INFO} the argument again
 * @param error why a {@code FAIL} or {@code INFO} came about, where it is known
 * @param timeNs nanoseconds from an origin of the recorder's choice, or {@link #NO_TIME}
 * @param index the number that the event carries in its source, or {@link #NO_INDEX}; a history
 *     numbers its events from 0 where they carry none
 * @param position the place, from 0, that the system itself gave to the operation in the order in
 *     which operations took effect, such as its slot in a log; or {@link #NO_POSITION}
 */
public record Event(
    EventType type,
    int process,
    String f,
    @Nullable Object key,
    @Nullable Object value,
    @Nullable Object error,
    long timeNs,
    long index,
    long position) {

  /** Says that the time of an event is not known. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** Says that an event carries no index of its own. */
  public static final long NO_INDEX = -1;

  /** Says that the system gave the operation no place, or that nobody knows it. */
  public static final long NO_POSITION = -1;

  /** An event that tells no position. */
  public Event(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Object error,
      long timeNs,
      long index) {
    this(type, process, f, key, value, error, timeNs, index, NO_POSITION);
  }
}
