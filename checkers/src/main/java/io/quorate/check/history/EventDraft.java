package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/** An event while it is read: its fields as they stand in the source, none of them sure. */
final class EventDraft {
  /** The line on which it begins, from 1. */
  long line;

  @Nullable Object type;
  @Nullable Object process;
  @Nullable Object f;
  @Nullable Object key;
  @Nullable Object value;
  @Nullable Object error;
  @Nullable Object timeNs;
  @Nullable Object index;
  @Nullable Object position;

  /** A bit for each field that was set. */
  private int seen;

  void clear(long atLine) {
    line = atLine;
    type = null;
    process = null;
    f = null;
    key = null;
    value = null;
    error = null;
    timeNs = null;
    index = null;
    position = null;
    seen = 0;
  }

  /**
   * Sets the field of this name; fields that a history does not hold are let go. False when the
   * field was set already.
   */
  boolean set(String field, @Nullable Object content) {
    int bit =
        switch (field) {
          case "type" -> {
            type = content;
            yield 1;
          }
          case "process" -> {
            process = content;
            yield 2;
          }
          case "f" -> {
            f = content;
            yield 4;
          }
          case "key" -> {
            key = content;
            yield 8;
          }
          case "value" -> {
            value = content;
            yield 16;
          }
          case "error" -> {
            error = content;
            yield 32;
          }
          case "time" -> {
            timeNs = content;
            yield 64;
          }
          case "index" -> {
            index = content;
            yield 128;
          }
          case "position" -> {
            position = content;
            yield 256;
          }
          default -> 0;
        };
    boolean again = (seen & bit) != 0;
    seen |= bit;
    return !again;
  }
}
