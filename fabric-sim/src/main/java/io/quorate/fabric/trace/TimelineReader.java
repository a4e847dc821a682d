package io.quorate.fabric.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quorate.fabric.file.BadFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code timeline.jsonl} back, an event at a time. */
public final class TimelineReader {

  /** Longest line; ours are some hundred characters. */
  private static final int LINE_CHARS_MAX = 100_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final String file;
  private int lineNumber;

  private TimelineReader(String file) {
    this.file = file;
  }

  /**
   * Reads a file from beginning to end.
   *
   * @throws BadFile when it cannot be read, or a line in it is no event
   */
  public static void read(Path file, Consumer<TraceEvent> events) {
    TimelineReader reader = new TimelineReader(file.toString());
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.lineNumber++;
        if (!line.isBlank()) {
          events.accept(reader.event(line));
        }
      }
    } catch (NoSuchFileException e) {
      throw BadFile.whole(file.toString(), "there is no such file", "name a run's directory");
    } catch (MalformedInputException e) {
      throw BadFile.whole(file.toString(), "is not UTF-8 text", "name a run's directory");
    } catch (IOException e) {
      throw BadFile.whole(file.toString(), "cannot be read", String.valueOf(e.getMessage()));
    }
  }

  private TraceEvent event(String line) throws IOException {
    if (line.length() > LINE_CHARS_MAX) {
      throw bad(1, "a line of " + line.length() + " characters");
    }
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw bad(1, "no JSON object");
      }
      return fields(parser);
    } catch (JsonParseException e) {
      throw bad(e.getLocation().getColumnNr(), "bad JSON: " + e.getOriginalMessage());
    }
  }

  private TraceEvent fields(JsonParser parser) throws IOException {
    long timeNs = -1;
    long slot = TraceEvent.NO_SLOT;
    String node = "";
    String peer = "";
    String ballot = "";
    String text = "";
    TraceEvent.@Nullable Kind kind = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "time" -> timeNs = number(parser, name);
        case "slot" -> slot = number(parser, name);
        case "node" -> node = string(parser, name);
        case "peer" -> peer = string(parser, name);
        case "ballot" -> ballot = string(parser, name);
        case "text" -> text = string(parser, name);
        case "kind" -> kind = TraceEvent.Kind.ofWord(string(parser, name));
        default -> parser.skipChildren();
      }
    }
    if (timeNs < 0 || kind == null) {
      throw bad(1, timeNs < 0 ? "no time" : "no kind that is known");
    }
    return new TraceEvent(timeNs, node, kind, peer, slot, ballot, text);
  }

  private long number(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() < 0) {
      throw bad(parser.currentTokenLocation().getColumnNr(), field + " is no whole number");
    }
    return parser.getLongValue();
  }

  private String string(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(parser.currentTokenLocation().getColumnNr(), field + " is no text");
    }
    return parser.getText();
  }

  private BadFile bad(int column, String what) {
    return BadFile.at(file, lineNumber, column, what, "each line is one event; see docs/trace.md");
  }
}
