package io.quorate.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a history in JSON: objects one after another, or in one array. No map is made of them. */
final class JsonHistory {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser json;
  private final EventSink sink;
  private final EventDraft draft = new EventDraft();
  private final Repeats repeats = new Repeats();

  JsonHistory(Reader reader, EventSink sink) throws IOException {
    this.json = FACTORY.createParser(reader);
    this.sink = sink;
  }

  void read() throws IOException {
    try {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case START_OBJECT -> event();
          case START_ARRAY -> events();
          default -> throw malformed("an event must be an object");
        }
      }
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("malformed");
      throw malformed("no JSON: " + withoutInsides(reason));
    }
  }

  /** The parser's reason without the names of its settings. */
  private static String withoutInsides(String reason) {
    return reason
        .replaceAll("\\[Source: [^;]*; line: (\\d+), column: (\\d+)\\]", "line $1, column $2")
        .replaceAll(", from `[^`]*`", "");
  }

  private void events() throws IOException {
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw malformed("an event must be an object");
      }
      event();
    }
  }

  private void event() throws IOException {
    draft.clear(line());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (!draft.set(field, value())) {
        throw malformed("an event has \"" + field + "\" twice; leave one of them");
      }
    }
    sink.accept(draft);
  }

  /** The value whose first token is the present one; nesting is bounded by the parser. */
  private @Nullable Object value() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT -> number();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case START_ARRAY -> array();
      case START_OBJECT -> object();
      default -> throw malformed("a value is missing");
    };
  }

  private String text() throws IOException {
    int from = json.getTextOffset();
    return repeats.of(json.getTextCharacters(), from, from + json.getTextLength());
  }

  private @Nullable Object number() throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Canonical.of(json.getNumberValue())
        : (Object) json.getLongValue();
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> list = new ArrayList<>(2);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value());
    }
    return Canonical.immutable(list);
  }

  private Map<@Nullable Object, @Nullable Object> object() throws IOException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      map.put(field, value());
    }
    return Collections.unmodifiableMap(map);
  }

  private long line() {
    return json.currentLocation().getLineNr();
  }

  private MalformedHistory malformed(String reason) {
    return new MalformedHistory(sink.file(), line(), reason);
  }
}
