package io.quorate.check.history;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the events of a source, and says where one is wrong. */
final class EventSink {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]++(?:[./][0-9]*+)?(?:[eE][+-]?[0-9]++)?[MN]?");

  private final String file;
  private final Columns columns = new Columns();

  EventSink(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  void accept(EventDraft draft) {
    EventType type = type(draft);
    String f = f(draft);
    long timeNs = whole(draft.timeNs, Event.NO_TIME, "time", "nanoseconds", draft);
    long index = whole(draft.index, Event.NO_INDEX, "index", "events from 0", draft);
    if (draft.process != null && !(draft.process instanceof Long)) {
      String name = annotator(draft.process, type, draft.line);
      columns.annotate(name, type, f, draft.value, timeNs, index);
      return;
    }
    int process = process(draft);
    long position = position(draft);
    accept(
        new Event(type, process, f, draft.key, draft.value, draft.error, timeNs, index, position),
        draft.line);
  }

  /** Takes an event of a client that begins on this line. */
  void accept(Event event, long line) {
    String problem = columns.append(event);
    if (problem != null) {
      throw new MalformedHistory(file, line, problem);
    }
  }

  History history() {
    if (columns.operations() == 0) {
      throw new MalformedHistory(file, 0, "holds no operations of clients");
    }
    return new History(columns);
  }

  private EventType type(EventDraft draft) {
    EventType type = draft.type == null ? null : EventType.ofWord(word(draft.type));
    if (type == null) {
      String what = draft.type == null ? "no type" : "type " + Edn.print(draft.type);
      throw new MalformedHistory(
          file, draft.line, "an event with " + what + "; it must be invoke, ok, fail or info");
    }
    return type;
  }

  private String f(EventDraft draft) {
    if (draft.f != null) {
      return word(draft.f);
    }
    boolean transaction =
        draft.value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof List;
    if (transaction) {
      return "txn";
    }
    throw new MalformedHistory(
        file, draft.line, "an event with no f; name its function, such as read");
  }

  /**
   * The name of a process that is no client. To take a client for one would drop its operations, so
   * a name that spells a number is refused, and so is one whose operations succeed or fail: what is
   * done to a system, as by Jepsen's nemesis, is only ever invoked and told of.
   */
  private String annotator(Object process, EventType type, long line) {
    boolean named =
        process instanceof String || process instanceof Keyword || process instanceof Symbol;
    boolean number = process instanceof Number || NUMBER.matcher(word(process)).matches();
    boolean completed = type == EventType.OK || type == EventType.FAIL;
    if (!named || number || completed) {
      String what = process instanceof Number ? "no whole number of 32 bits" : "no whole number";
      String why = named && !number ? ", but completes with " + type.word() + " as clients do" : "";
      throw new MalformedHistory(
          file,
          line,
          "process " + Edn.print(process) + " is " + what + why + "; number the clients from 0");
    }
    return word(process);
  }

  private int process(EventDraft draft) {
    long process = draft.process instanceof Long n ? n : 0;
    if (process != (int) process) {
      throw new MalformedHistory(
          file, draft.line, "process " + process + " does not fit 32 bits; number them anew");
    }
    return (int) process;
  }

  private long position(EventDraft draft) {
    long position = whole(draft.position, Event.NO_POSITION, "position", "places from 0", draft);
    if (draft.position != null && position < 0) {
      throw new MalformedHistory(
          file, draft.line, "position " + position + " is negative; places count from 0");
    }
    return position;
  }

  private long whole(
      @Nullable Object number, long absent, String field, String unit, EventDraft draft) {
    if (number == null) {
      return absent;
    }
    if (number instanceof Long n) {
      return n;
    }
    throw new MalformedHistory(
        file,
        draft.line,
        field + " " + Edn.print(number) + " is no whole number; it counts " + unit);
  }

  private static String word(Object name) {
    return switch (name) {
      case Keyword k -> k.name();
      case Symbol s -> s.name();
      case String s -> s;
      default -> Edn.print(name);
    };
  }
}
