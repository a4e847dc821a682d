package io.quorate.check.history;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and prints single values as EDN. */
public final class Edn {
  private Edn() {}

  /** The value as EDN, such as {@code [1 "x" nil]}; an object of no EDN kind as its own text. */
  public static String print(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    print(value, text);
    return text.toString();
  }

  /**
   * The value that the text is, as histories hold it.
   *
   * @throws IllegalArgumentException if it is not one value in EDN; the message is one line
   */
  public static @Nullable Object parse(String text) {
    Source source = new Source("value", new StringReader(text));
    EdnReader reader = new EdnReader(source);
    try {
      Object value = reader.read();
      if (reader.peekForm() != Source.END) {
        throw new IllegalArgumentException("there is more behind the first value");
      }
      return value;
    } catch (MalformedHistory e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void print(@Nullable Object value, Appendable out) {
    try {
      write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(@Nullable Object value, Appendable out) throws IOException {
    switch (value) {
      case null -> out.append("nil");
      case String s -> string(s, out);
      case Double d -> out.append(number(d));
      case BigInteger n -> out.append(n.toString()).append('N');
      case BigDecimal n -> out.append(n.toString()).append('M');
      case Character c -> out.append(character(c));
      case List<?> list -> sequence("[", list, "]", out);
      case Set<?> set -> sequence("#{", set, "}", out);
      case Map<?, ?> map -> map(map, out);
      case Tagged t -> {
        out.append('#').append(t.tag()).append(' ');
        write(t.value(), out);
      }
      default -> out.append(value.toString());
    }
  }

  private static String number(double d) {
    if (Double.isNaN(d)) {
      return "##NaN";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "##Inf" : "##-Inf";
    }
    return Double.toString(d);
  }

  private static void sequence(String open, Iterable<?> elements, String close, Appendable out)
      throws IOException {
    out.append(open);
    String separator = "";
    for (Object element : elements) {
      out.append(separator);
      write(element, out);
      separator = " ";
    }
    out.append(close);
  }

  private static void map(Map<?, ?> map, Appendable out) throws IOException {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      write(entry.getKey(), out);
      out.append(' ');
      write(entry.getValue(), out);
      separator = ", ";
    }
    out.append('}');
  }

  private static void string(String s, Appendable out) throws IOException {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !paired(s, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /**
   * Whether the surrogate at {@code i} has its other half; a lone one cannot be written as UTF-8.
   */
  private static boolean paired(String s, int i) {
    return Character.isHighSurrogate(s.charAt(i))
        ? i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(s.charAt(i - 1));
  }

  private static String character(char c) {
    return switch (c) {
      case '\n' -> "\\newline";
      case ' ' -> "\\space";
      case '\t' -> "\\tab";
      case '\r' -> "\\return";
      default -> c > ' ' && c < 0x7f ? "\\" + c : String.format("\\u%04x", (int) c);
    };
  }
}
