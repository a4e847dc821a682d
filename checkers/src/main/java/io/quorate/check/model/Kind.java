package io.quorate.check.model;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of object that engines other than the search know. See {@link Move} for what can be
 * done to each.
 */
public sealed interface Kind {
  /** A register that holds a value before any call: read, write and cas. */
  record Register(@Nullable Object initial) implements Kind {}

  /** Something into which values are put and from which they are taken; empty before any call. */
  enum Container implements Kind {
    /** Takes the value that was put first. */
    QUEUE,
    /** Takes the value that was put last. */
    STACK,
    /** Takes the smallest value; all are {@code Long}. */
    PRIORITY_QUEUE,
    /** Takes any value. */
    BAG
  }

  /** A set, empty before any call: add and read, which sees all elements. */
  record Set() implements Kind {}

  /** A sequence, empty before any call: append and read, which sees all values. */
  record Log() implements Kind {}
}
