package io.quorate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON for programs that read the command's output. */
final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** Writes what stands inside. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** An array over several lines, with a newline behind it. */
  static String array(Body body) {
    return text(
        json -> {
          json.useDefaultPrettyPrinter();
          json.writeStartArray();
          body.write(json);
          json.writeEndArray();
        });
  }

  /** An object on one line, with a newline behind it. */
  static String object(Body body) {
    return text(
        json -> {
          json.writeStartObject();
          body.write(json);
          json.writeEndObject();
        });
  }

  /** A field that holds the texts of some things. */
  static void strings(JsonGenerator json, String field, List<?> things) throws IOException {
    json.writeArrayFieldStart(field);
    for (Object thing : things) {
      json.writeString(thing.toString());
    }
    json.writeEndArray();
  }

  private static String text(Body body) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }
}
