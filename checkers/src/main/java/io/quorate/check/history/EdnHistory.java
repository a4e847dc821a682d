package io.quorate.check.history;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history in EDN: maps one after another, or in vectors or lists; a vector that begins with
 * a process is an event of the old form {@code [process type f value]}. No map is made of an event.
 */
final class EdnHistory {
  private static final int TUPLE_MIN = 3;

  private final Source source;
  private final EdnReader edn;
  private final EventSink sink;
  private final EventDraft draft = new EventDraft();
  private final PlainEvents plainEvents;

  EdnHistory(Source source, EventSink sink) {
    this.source = source;
    this.edn = new EdnReader(source);
    this.sink = sink;
    this.plainEvents = new PlainEvents(source, sink);
  }

  void read() throws IOException {
    while (edn.peekForm() != Source.END) {
      element();
    }
  }

  private void element() throws IOException {
    int c = edn.peekForm();
    switch (c) {
      case '{' -> event();
      case '[' -> vector(']');
      case '(' -> vector(')');
      case '#' -> tagged();
      case ')', ']', '}' ->
          throw source.malformed(
              "an unexpected " + (char) c + " where an event must be a map; is a bracket missing?");
      default ->
          throw source.malformed(
              "an event must be a map such as {:process 0, :type :invoke, :f :read, :value nil}");
    }
  }

  /** Newer Jepsen tags its events; what follows the tag is an event like any other. */
  private void tagged() throws IOException {
    source.read();
    if (source.peek() == '_') {
      edn.dispatch();
    } else {
      edn.skipTag();
    }
  }

  private void vector(char end) throws IOException {
    long line = source.line();
    edn.open();
    while (!edn.close(end)) {
      int c = edn.peekForm();
      if (c == '{' || c == '#' || c == '[' || c == '(') {
        element();
      } else {
        tuple(line, end);
        return;
      }
    }
  }

  private void tuple(long line, char end) throws IOException {
    draft.clear(line);
    List<String> fields = List.of("process", "type", "f", "value");
    int count = 0;
    while (!edn.close(end)) {
      Object content = edn.read();
      if (count < fields.size()) {
        draft.set(fields.get(count), content);
      }
      count++;
    }
    if (count < TUPLE_MIN) {
      throw new MalformedHistory(
          sink.file(), line, "an event must be a map, or [process type f value]");
    }
    sink.accept(draft);
  }

  private void event() throws IOException {
    if (plainEvents.read()) {
      return;
    }
    draft.clear(source.line());
    edn.open();
    while (!edn.close('}')) {
      Object field = edn.form();
      if (!(field instanceof EdnReader.Discarded)) {
        Object content = edn.valueOf(field);
        if (!draft.set(name(field), content)) {
          throw source.malformed("an event has " + Edn.print(field) + " twice; leave one of them");
        }
      }
    }
    sink.accept(draft);
  }

  private static String name(@Nullable Object field) {
    return switch (field) {
      case Keyword k -> k.name();
      case String s -> s;
      case null, default -> "";
    };
  }
}
