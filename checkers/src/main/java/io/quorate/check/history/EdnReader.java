package io.quorate.check.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads EDN values (https://github.com/edn-format/edn). Whole numbers that fit are {@code Long};
 * collections are immutable; metadata is passed over. Nesting, tokens and strings are bounded.
 */
final class EdnReader {
  /** What {@link #form} returns for a form that is marked to be discarded. */
  enum Discarded {
    FORM
  }

  private static final int DEPTH_MAX = 256;

  private final Source source;
  private final EdnTokens tokens;
  private int depth;

  EdnReader(Source source) {
    this.source = source;
    this.tokens = new EdnTokens(source);
  }

  /** The next character that is neither blank nor in a comment; it is not taken. */
  int peekForm() throws IOException {
    while (true) {
      int c = source.peek();
      if (c == ';') {
        skipLine();
      } else if (c == ',' || (c != Source.END && Character.isWhitespace(c))) {
        source.read();
      } else {
        return c;
      }
    }
  }

  /** Reads one value; discarded forms before it are passed over. */
  @Nullable Object read() throws IOException {
    Object form = form();
    while (form instanceof Discarded) {
      form = form();
    }
    return form;
  }

  /** Reads one value, or {@link Discarded}. */
  @Nullable Object form() throws IOException {
    int c = peekForm();
    return switch (c) {
      case Source.END -> throw source.malformed("the text ends where a value is missing");
      case '{' -> map();
      case '[' -> sequence(']');
      case '(' -> sequence(')');
      case '"' -> tokens.string();
      case '\\' -> tokens.character();
      case '#' -> {
        source.read();
        yield dispatch();
      }
      case '^' -> {
        source.read();
        read();
        yield form();
      }
      case ')', ']', '}' ->
          throw source.malformed("an unexpected " + (char) c + "; a bracket is one too many");
      default -> tokens.value();
    };
  }

  /** Takes an opening bracket, which has been peeked. */
  void open() throws IOException {
    source.read();
    if (++depth > DEPTH_MAX) {
      throw source.malformed("values are nested deeper than " + DEPTH_MAX);
    }
  }

  /** Takes the closing bracket if it comes next. */
  boolean close(char bracket) throws IOException {
    int c = peekForm();
    if (c == Source.END) {
      throw source.malformed("the text ends where a " + bracket + " is missing; is it cut off?");
    }
    if (c != bracket) {
      return false;
    }
    source.read();
    depth--;
    return true;
  }

  /** What follows a {@code #}, which has been taken. */
  @Nullable Object dispatch() throws IOException {
    int c = source.peek();
    return switch (c) {
      case '{' -> set();
      case '_' -> {
        source.read();
        read();
        yield Discarded.FORM;
      }
      case '#' -> {
        source.read();
        yield tokens.symbolic();
      }
      default -> new Tagged(tokens.raw(), read());
    };
  }

  /** Takes a tag, of which the {@code #} has been taken. */
  void skipTag() throws IOException {
    tokens.raw();
  }

  private Map<@Nullable Object, @Nullable Object> map() throws IOException {
    open();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    while (!close('}')) {
      Object key = form();
      if (!(key instanceof Discarded)) {
        int before = map.size();
        map.put(key, valueOf(key));
        if (map.size() == before) {
          throw source.malformed("a map has the key " + Edn.print(key) + " twice");
        }
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** The value of a key in a map. */
  @Nullable Object valueOf(@Nullable Object key) throws IOException {
    while (true) {
      if (peekForm() == '}') {
        throw source.malformed("a map has the key " + Edn.print(key) + " without a value");
      }
      Object value = form();
      if (!(value instanceof Discarded)) {
        return value;
      }
    }
  }

  private List<@Nullable Object> sequence(char end) throws IOException {
    open();
    List<@Nullable Object> list = new ArrayList<>(2);
    while (!close(end)) {
      Object element = form();
      if (!(element instanceof Discarded)) {
        list.add(element);
      }
    }
    return Canonical.immutable(list);
  }

  private Set<@Nullable Object> set() throws IOException {
    open();
    Set<@Nullable Object> set = new LinkedHashSet<>();
    while (!close('}')) {
      Object element = form();
      if (!(element instanceof Discarded)) {
        set.add(element);
      }
    }
    return Collections.unmodifiableSet(set);
  }

  private void skipLine() throws IOException {
    int c = source.read();
    while (c != '\n' && c != Source.END) {
      c = source.read();
    }
  }
}
