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
  }

  /** Sets the field of this name; fields that a history does not hold are let go. */
  void set(String field, @Nullable Object content) {
    switch (field) {
      case "type" -> type = content;
      case "process" -> process = content;
      case "f" -> f = content;
      case "key" -> key = content;
      case "value" -> value = content;
      case "error" -> error = content;
      case "time" -> timeNs = content;
      case "index" -> index = content;
      case "position" -> position = content;
      default -> {}
    }
  }
}
