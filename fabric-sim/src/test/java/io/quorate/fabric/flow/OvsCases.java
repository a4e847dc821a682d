package io.quorate.fabric.flow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers of Open vSwitch, recorded as JSON lines beside the checkout; absent on other machines.
 */
final class OvsCases {
  private OvsCases() {}

  /** The objects of a file, or a skipped test. */
  static List<Map<String, Object>> read(String file) {
    Path root = Path.of(System.getProperty("quorate.root", "."));
    Path path = root.resolve("../shared/ovs-cases").resolve(file);
    assumeTrue(Files.isRegularFile(path), "no recorded answers of Open vSwitch at " + path);
    List<Map<String, Object>> cases = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(path.toFile())) {
      while (json.nextToken() != null) {
        cases.add(object(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  static String text(Map<String, Object> object, String key) {
    return (String) requireNonNull(object.get(key), key);
  }

  static int number(Map<String, Object> object, String key) {
    return ((Number) requireNonNull(object.get(key), key)).intValue();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<String, Object> object, String key) {
    return (Map<String, Object>) requireNonNull(object.get(key), key);
  }

  @SuppressWarnings("unchecked")
  static <T> List<T> list(Map<String, Object> object, String key) {
    return (List<T>) object.getOrDefault(key, List.of());
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      object.put(key, value(json));
    }
    return object;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> "";
      default -> throw new IOException("unexpected " + json.currentToken());
    };
  }
}
