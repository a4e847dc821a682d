package io.quorate.check.history;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of EDN that have no brackets. Words that come again and again, such as the names
 * of fields, are recognised without making a string of them.
 */
final class EdnTokens {
  private static final int STRING_CHARS_MAX = 1 << 24;
  private static final int KNOWN_WORDS = 1 << 10;
  private static final int LONG_DIGITS_SURE = 18;

  /** To make a number of digits takes time that grows with their square; JSON is bounded alike. */
  private static final int DIGITS_MAX = 1000;

  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]+)N?");
  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)(M?)");
  private static final Pattern RATIO = Pattern.compile("[+-]?[0-9]+/0*[1-9][0-9]*");

  private final Source source;
  private char[] token = new char[64];
  private int size;

  /** Direct-mapped by the hash of their characters. */
  private final String[] knownText = new String[KNOWN_WORDS];

  private final @Nullable Object[] knownValue = new Object[KNOWN_WORDS];

  EdnTokens(Source source) {
    this.source = source;
  }

  /** A number, keyword, symbol, true, false or nil. */
  @Nullable Object value() throws IOException {
    int hash = scan();
    if (isDigit(token[size - 1]) && size <= LONG_DIGITS_SURE && wholeUpTo(size)) {
      return whole();
    }
    int cell = (hash ^ (hash >>> 15)) & (KNOWN_WORDS - 1);
    String known = knownText[cell];
    if (known != null && isToken(known)) {
      return knownValue[cell];
    }
    String text = new String(token, 0, size);
    Object value = valueOf(text);
    knownText[cell] = text;
    knownValue[cell] = value;
    return value;
  }

  /** The text of a tag. */
  String raw() throws IOException {
    scan();
    return new String(token, 0, size);
  }

  /** What follows {@code ##}. */
  Object symbolic() throws IOException {
    String name = raw();
    return switch (name) {
      case "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> throw source.malformed("##" + name + " is no value");
    };
  }

  /** A string in quotes, of which the first has been peeked. */
  String string() throws IOException {
    source.read();
    size = 0;
    while (true) {
      int c = source.read();
      switch (c) {
        case '"' -> {
          return new String(token, 0, size);
        }
        case '\\' -> add(escaped());
        case Source.END -> throw source.malformed("the text ends inside a string; is it cut off?");
        default -> add((char) c);
      }
    }
  }

  /** A character, of which the backslash has been peeked. */
  Character character() throws IOException {
    source.read();
    size = 0;
    int first = source.read();
    if (first == Source.END) {
      throw source.malformed("the text ends where a character is missing");
    }
    add((char) first);
    while (!isDelimiter(source.peek())) {
      add((char) source.read());
    }
    String name = new String(token, 0, size);
    return switch (name) {
      case "newline" -> '\n';
      case "return" -> '\r';
      case "space" -> ' ';
      case "tab" -> '\t';
      case "formfeed" -> '\f';
      case "backspace" -> '\b';
      default -> named(name);
    };
  }

  private char named(String name) {
    if (name.length() == 1) {
      return name.charAt(0);
    }
    if (name.length() == 1 + UNICODE_DIGITS && name.charAt(0) == 'u') {
      try {
        return (char) Integer.parseInt(name, 1, name.length(), HEX);
      } catch (NumberFormatException e) {
        throw source.malformed("\\" + name + " is no character");
      }
    }
    throw source.malformed("\\" + name + " is no character");
  }

  private char escaped() throws IOException {
    int c = source.read();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/', '\'' -> (char) c;
      case 'u' -> unicode();
      default -> throw source.malformed("a string has an unknown escape after \\");
    };
  }

  private char unicode() throws IOException {
    int code = 0;
    for (int i = 0; i < UNICODE_DIGITS; i++) {
      int digit = Character.digit(source.read(), HEX);
      if (digit < 0) {
        throw source.malformed("\\u in a string needs four hexadecimal digits");
      }
      code = code * HEX + digit;
    }
    return (char) code;
  }

  /** Reads up to the next delimiter; returns a hash of the characters. */
  private int scan() throws IOException {
    size = 0;
    int hash = 0;
    while (!isDelimiter(source.peek())) {
      char c = (char) source.read();
      hash = hash * 31 + c;
      add(c);
    }
    if (size == 0) {
      throw source.malformed("a name or number is missing");
    }
    return hash;
  }

  private void add(char c) {
    if (size == token.length) {
      if (size >= STRING_CHARS_MAX) {
        throw source.malformed("a string is longer than " + STRING_CHARS_MAX + " characters");
      }
      token = Arrays.copyOf(token, 2 * size);
    }
    token[size++] = c;
  }

  private boolean isToken(String text) {
    if (text.length() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (text.charAt(i) != token[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean wholeUpTo(int end) {
    int from = token[0] == '-' || token[0] == '+' ? 1 : 0;
    for (int i = from; i < end; i++) {
      if (!isDigit(token[i])) {
        return false;
      }
    }
    return from < end;
  }

  /** The token's digits as a number; they are too few to overflow. */
  private long whole() {
    boolean negative = token[0] == '-';
    long n = 0;
    for (int i = negative || token[0] == '+' ? 1 : 0; i < size; i++) {
      n = n * 10 + (token[i] - '0');
    }
    return negative ? -n : n;
  }

  private @Nullable Object valueOf(String text) {
    char first = text.charAt(0);
    if (first == ':') {
      if (text.length() == 1) {
        throw source.malformed("a keyword has no name");
      }
      return new Keyword(text.substring(1));
    }
    boolean signed = (first == '-' || first == '+') && text.length() > 1;
    if (isDigit(first) || (signed && isDigit(text.charAt(1)))) {
      return number(text);
    }
    return switch (text) {
      case "nil" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> new Symbol(text);
    };
  }

  private Object number(String text) {
    if (text.chars().filter(c -> isDigit((char) c)).count() > DIGITS_MAX) {
      throw source.malformed("a number has more than " + DIGITS_MAX + " digits");
    }
    var whole = WHOLE.matcher(text);
    if (whole.matches()) {
      BigInteger n = new BigInteger(whole.group(1));
      return n.bitLength() < Long.SIZE ? (Object) n.longValue() : n;
    }
    var decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return decimal.group(2).isEmpty()
          ? (Object) Double.valueOf(decimal.group(1))
          : exact(decimal.group(1));
    }
    if (RATIO.matcher(text).matches()) {
      return new Symbol(text);
    }
    throw source.malformed(text + " is no number");
  }

  private BigDecimal exact(String text) {
    try {
      return new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException | ArithmeticException e) {
      throw source.malformed(text + "M has an exponent that is out of range");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDelimiter(int c) {
    return switch (c) {
      case Source.END, '"', ';', '(', ')', '[', ']', '{', '}', ',', '\\' -> true;
      default -> c <= ' ' || (c > 0x7f && Character.isWhitespace(c));
    };
  }
}
