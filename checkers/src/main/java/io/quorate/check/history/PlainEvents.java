package io.quorate.check.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events of EDN that hold nothing unusual straight from a source's buffer. All but a few
 * events of all but a few histories are such: a map on one line, of keywords with whole numbers,
 * keywords, plain strings, nil, true, false and vectors of these. Anything else it leaves where it
 * stands, for {@link EdnReader} to read or to complain of.
 */
final class PlainEvents {
  /** Stands for a value that is not read here. */
  private enum Unusual {
    VALUE
  }

  private static final int PROCESS = 1;
  private static final int VALUE = 1 << 1;
  private static final int KEY = 1 << 2;
  private static final int ERROR = 1 << 3;
  private static final int TIME = 1 << 4;
  private static final int INDEX = 1 << 5;
  private static final int POSITION = 1 << 6;
  private static final int DIGITS_MAX = 18;
  private static final int DEPTH_MAX = 8;
  private static final char LAST_ASCII = 0x7e;

  private final Source source;
  private final EventSink sink;
  private final Repeats repeats = new Repeats();

  private char[] text;
  private int at;

  private @Nullable EventType type;
  private long process;
  private @Nullable String f;
  private @Nullable Object key;
  private @Nullable Object value;
  private @Nullable Object error;
  private long timeNs;
  private long index;
  private long position;

  /** A bit for each field that was read, but for those that tell by not being null. */
  private int seen;

  PlainEvents(Source source, EventSink sink) {
    this.source = source;
    this.sink = sink;
    this.text = source.buffer();
  }

  /** Reads the map that begins with the next character; false when that is left to another. */
  boolean read() throws IOException {
    do {
      clear();
      text = source.buffer();
      at = source.at();
      if (map() && type != null && f != null && process == (int) process && position >= -1) {
        source.goTo(at);
        sink.accept(
            new Event(type, (int) process, f, key, value, error, timeNs, index, position),
            source.line());
        return true;
      }
    } while (source.isEnd(at) && source.fillUp());
    return false;
  }

  private void clear() {
    type = null;
    process = 0;
    f = null;
    key = null;
    value = null;
    error = null;
    timeNs = Event.NO_TIME;
    index = Event.NO_INDEX;
    position = Event.NO_POSITION;
    seen = 0;
  }

  private boolean map() {
    at++;
    while (true) {
      skipBlank();
      if (text[at] == '}') {
        at++;
        return true;
      }
      if (text[at] != ':') {
        return false;
      }
      int name = at + 1;
      if (!word()) {
        return false;
      }
      int nameEnd = at;
      skipBlank();
      if (!field(name, nameEnd)) {
        return false;
      }
    }
  }

  private boolean field(int name, int nameEnd) {
    return switch (text[name]) {
      case 't' -> is("type", name, nameEnd) ? type() : is("time", name, nameEnd) ? time() : other();
      case 'p' ->
          is("process", name, nameEnd)
              ? process()
              : is("position", name, nameEnd) ? position() : other();
      case 'f' -> is("f", name, nameEnd) ? f() : other();
      case 'v' -> is("value", name, nameEnd) ? value() : other();
      case 'k' -> is("key", name, nameEnd) ? key() : other();
      case 'e' -> is("error", name, nameEnd) ? error() : other();
      case 'i' -> is("index", name, nameEnd) ? index() : other();
      default -> other();
    };
  }

  /** Whether this field was not there before; that one is there twice is for others to tell. */
  private boolean first(int bit) {
    boolean again = (seen & bit) != 0;
    seen |= bit;
    return !again;
  }

  private boolean is(String word, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUsual(@Nullable Object content) {
    return !(content instanceof Unusual);
  }

  /** A field that histories do not hold is let go. */
  private boolean other() {
    return isUsual(value(0));
  }

  private boolean value() {
    value = value(0);
    return first(VALUE) && isUsual(value);
  }

  private boolean key() {
    key = repeats.of(value(0));
    return first(KEY) && isUsual(key);
  }

  private boolean error() {
    error = value(0);
    return first(ERROR) && isUsual(error);
  }

  private boolean type() {
    int name = at + 1;
    if (type != null || text[at] != ':' || !word()) {
      return false;
    }
    type =
        is("invoke", name, at)
            ? EventType.INVOKE
            : is("ok", name, at)
                ? EventType.OK
                : is("fail", name, at)
                    ? EventType.FAIL
                    : is("info", name, at) ? EventType.INFO : null;
    return type != null;
  }

  private boolean f() {
    int name = at + 1;
    if (f != null || text[at] != ':' || !word()) {
      return false;
    }
    f = repeats.of(text, name, at);
    return true;
  }

  private boolean process() {
    process = digits();
    return first(PROCESS) && process != Long.MIN_VALUE;
  }

  private boolean time() {
    timeNs = digits();
    return first(TIME) && timeNs != Long.MIN_VALUE;
  }

  private boolean index() {
    index = digits();
    return first(INDEX) && index != Long.MIN_VALUE;
  }

  private boolean position() {
    position = digits();
    return first(POSITION) && position >= 0;
  }

  /** A keyword whose colon comes next is passed over; false unless it has a name. */
  private boolean word() {
    int from = ++at;
    while (isOfWord(text[at])) {
      at++;
    }
    return at > from && isDelimiter(text[at]);
  }

  private @Nullable Object value(int depth) {
    char c = text[at];
    return switch (c) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-' -> {
        long number = digits();
        yield number == Long.MIN_VALUE ? Unusual.VALUE : (Object) number;
      }
      case '"' -> string();
      case ':' -> {
        int name = at + 1;
        yield word() ? repeats.of(new Keyword(repeats.of(text, name, at))) : Unusual.VALUE;
      }
      case '[' -> depth < DEPTH_MAX ? vector(depth + 1) : Unusual.VALUE;
      case 'n' -> literal("nil", null);
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> Unusual.VALUE;
    };
  }

  /** A whole number that is sure to fit; the least long stands for anything else. */
  private long digits() {
    boolean negative = text[at] == '-';
    int from = negative ? ++at : at;
    long n = 0;
    while (text[at] >= '0' && text[at] <= '9') {
      n = n * 10 + (text[at++] - '0');
    }
    boolean fits = at > from && at - from <= DIGITS_MAX;
    return fits && isDelimiter(text[at]) ? (negative ? -n : n) : Long.MIN_VALUE;
  }

  private Object string() {
    int from = ++at;
    while (text[at] != '"' && text[at] != '\\' && text[at] >= ' ') {
      at++;
    }
    return text[at] == '"' ? repeats.of(text, from, at++) : Unusual.VALUE;
  }

  private @Nullable Object literal(String word, @Nullable Object meaning) {
    for (int i = 0; i < word.length(); i++) {
      if (text[at] != word.charAt(i)) {
        return Unusual.VALUE;
      }
      at++;
    }
    return isDelimiter(text[at]) ? meaning : Unusual.VALUE;
  }

  private Object vector(int depth) {
    at++;
    List<@Nullable Object> list = new ArrayList<>(2);
    while (true) {
      skipBlank();
      if (text[at] == ']') {
        at++;
        return Canonical.immutable(list);
      }
      Object element = value(depth);
      if (!isUsual(element)) {
        return Unusual.VALUE;
      }
      list.add(element);
    }
  }

  private void skipBlank() {
    while (text[at] == ' ' || text[at] == ',' || text[at] == '\t') {
      at++;
    }
  }

  private static boolean isOfWord(char c) {
    return switch (c) {
      case '"', ';', '(', ')', '[', ']', '{', '}', ',', '\\' -> false;
      default -> c > ' ' && c <= LAST_ASCII;
    };
  }

  /** What ends a word here; the buffer's end does not, for the word may go on. */
  private static boolean isDelimiter(char c) {
    return switch (c) {
      case ' ', ',', '}', ']', '[', '"', '\t' -> true;
      default -> false;
    };
  }
}
