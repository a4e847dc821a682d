package io.quorate.check.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads histories. The format is found out from the content:
 *
 * <ul>
 *   <li>EDN as Jepsen writes it: a map for each event, one after another or in one vector or list;
 *       also vectors {@code [process type f value]};
 *   <li>JSON: an object for each event, one after another or in one array, with the same names;
 *   <li>Jepsen's console log, and the lines of old Knossos: {@code process type f value}, after
 *       whatever a logger puts before it. Lines without an event are passed over.
 * </ul>
 *
 * <p>Only {@code type} is needed in every event; {@code process} may be left out where all is
 * sequential, and {@code f} where the value is a transaction. Where there is no {@code index}
 * events are numbered from 0; their order is always that of the file. A process with a name
 * (Jepsen's nemesis) makes an {@link Annotation} of its {@code invoke} and {@code info}; clients
 * have whole numbers, and a named one that completes with {@code ok} or {@code fail} is malformed.
 * A value in a {@code fail} or {@code info} that is not the argument again is taken as the reason.
 *
 * <p>A {@code position}, in the completion or the invocation, is the place that the system itself
 * gave to the operation in the order in which operations took effect; see {@link Event#position}.
 *
 * <p>What cannot be read is a {@link MalformedHistory}.
 */
public final class HistoryReader {
  private static final int LOOK_AHEAD_CHARS = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private HistoryReader() {}

  /** Reads a file of UTF-8 text; whether values are keyed is found out. */
  public static History read(Path file) {
    return read(file, Keying.DETECT);
  }

  /** Reads a file of UTF-8 text. */
  public static History read(Path file, Keying keying) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new MalformedHistory(name, 0, "is a directory; name a file in it");
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (Reader text = new InputStreamReader(Files.newInputStream(file), decoder)) {
      return read(name, text, keying);
    } catch (NoSuchFileException e) {
      throw new MalformedHistory(name, 0, "there is no such file");
    } catch (IOException e) {
      throw new MalformedHistory(name, 0, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads text.
   *
   * @param name what to call it in messages
   */
  public static History read(String name, Reader text, Keying keying) {
    EventSink sink = new EventSink(name);
    try {
      BufferedReader reader = new BufferedReader(text, LOOK_AHEAD_CHARS);
      switch (detect(reader, name)) {
        case EDN -> new EdnHistory(new Source(name, reader), sink).read();
        case JSON -> new JsonHistory(reader, sink).read();
        case LOG -> new LogHistory(reader, sink).read();
      }
    } catch (CharacterCodingException e) {
      throw new MalformedHistory(name, 0, "is not UTF-8 text");
    } catch (IOException e) {
      throw new MalformedHistory(name, 0, "cannot be read: " + e.getMessage());
    }
    return Pairs.split(sink.history(), keying, name);
  }

  private enum Format {
    EDN,
    JSON,
    LOG
  }

  private static Format detect(BufferedReader reader, String name) throws IOException {
    reader.mark(LOOK_AHEAD_CHARS);
    char[] ahead = new char[LOOK_AHEAD_CHARS];
    int size = 0;
    int got = 0;
    while (got >= 0 && size < ahead.length) {
      size += got;
      got = reader.read(ahead, size, ahead.length - size);
    }
    reader.reset();
    if (size > 0 && ahead[0] == BYTE_ORDER_MARK) {
      reader.skip(1);
      ahead[0] = ' ';
    }
    return detect(new String(ahead, 0, size), name);
  }

  private static Format detect(String ahead, String name) {
    int at = skipBlankAndComments(ahead, 0);
    if (at == ahead.length()) {
      throw new MalformedHistory(name, 0, "holds no events");
    }
    char first = ahead.charAt(at);
    int next = skipBlankAndComments(ahead, at + 1);
    char second = next < ahead.length() ? ahead.charAt(next) : ' ';
    return switch (first) {
      case '{' -> second == '"' || second == '}' ? Format.JSON : Format.EDN;
      case '[' -> second == '{' ? detectInside(ahead, next) : Format.EDN;
      case '(', '#', ')', ']', '}' -> Format.EDN;
      default -> Format.LOG;
    };
  }

  /** A map of EDN begins with a keyword, an object of JSON with a string. */
  private static Format detectInside(String ahead, int brace) {
    int at = skipBlankAndComments(ahead, brace + 1);
    return at < ahead.length() && ahead.charAt(at) == '"' ? Format.JSON : Format.EDN;
  }

  private static int skipBlankAndComments(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c) || c == ',') {
        at++;
      } else {
        break;
      }
    }
    return at;
  }
}
