package io.quorate.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A history as JSON objects, one a line. */
final class JsonLines {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonLines(JsonGenerator json) {
    this.json = json;
  }

  static void write(History history, Writer out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    JsonLines lines = new JsonLines(json);
    try {
      history.forEachEvent(lines::event, lines::annotation);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (history.eventCount() > 0) {
      json.writeRaw('\n');
    }
    json.close();
  }

  private void event(Event event) {
    try {
      json.writeStartObject();
      json.writeNumberField("process", event.process());
      json.writeStringField("type", event.type().word());
      json.writeStringField("f", event.f());
      if (event.key() != null) {
        field("key", event.key());
      }
      field("value", event.value());
      if (event.error() != null) {
        field("error", event.error());
      }
      close(event.timeNs(), event.index(), event.position());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void annotation(Annotation note) {
    try {
      json.writeStartObject();
      json.writeStringField("process", note.process());
      json.writeStringField("type", note.type().word());
      json.writeStringField("f", note.f());
      field("value", note.value());
      close(note.timeNs(), note.index(), Event.NO_POSITION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close(long timeNs, long index, long position) throws IOException {
    if (timeNs != Event.NO_TIME) {
      json.writeNumberField("time", timeNs);
    }
    json.writeNumberField("index", index);
    if (position != Event.NO_POSITION) {
      json.writeNumberField("position", position);
    }
    json.writeEndObject();
  }

  private void field(String name, @Nullable Object value) throws IOException {
    json.writeFieldName(name);
    value(value);
  }

  private void value(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String s -> json.writeString(s);
      case Boolean b -> json.writeBoolean(b);
      case Long n -> json.writeNumber(n);
      case Double d -> json.writeNumber(d);
      case BigInteger n -> json.writeNumber(n);
      case BigDecimal n -> json.writeNumber(n);
      case Keyword k -> json.writeString(k.name());
      case Tagged t -> value(t.value());
      case List<?> list -> array(list);
      case Set<?> set -> array(set);
      case Map<?, ?> map -> object(map);
      default -> json.writeString(value.toString());
    }
  }

  private void array(Iterable<?> elements) throws IOException {
    json.writeStartArray();
    for (Object element : elements) {
      value(element);
    }
    json.writeEndArray();
  }

  private void object(Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      field(fieldName(entry.getKey()), entry.getValue());
    }
    json.writeEndObject();
  }

  private static String fieldName(@Nullable Object key) {
    return switch (key) {
      case String s -> s;
      case Keyword k -> k.name();
      case null, default -> Edn.print(key);
    };
  }
}
