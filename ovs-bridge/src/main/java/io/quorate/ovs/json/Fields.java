package io.quorate.ovs.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each asked for by name and type. Whatever is missing or of another
 * type is an {@link IllegalArgumentException} with one line that names it.
 */
public final class Fields {

  private final Map<?, ?> map;

  Fields(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException("a JSON object is wanted here");
    }
    this.map = object;
  }

  /** True if the field is there and not null. */
  public boolean has(String name) {
    return map.get(name) != null;
  }

  public String text(String name) {
    return as(name, String.class, "a text");
  }

  public long number(String name) {
    return as(name, Long.class, "a whole number");
  }

  /** Whole or not. */
  public double fraction(String name) {
    return as(name, Number.class, "a number").doubleValue();
  }

  public boolean flag(String name) {
    return as(name, Boolean.class, "true or false");
  }

  public Fields object(String name) {
    return new Fields(as(name, Map.class, "an object"));
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object each : as(name, List.class, "a list")) {
      if (!(each instanceof String text)) {
        throw new IllegalArgumentException("\"" + name + "\" must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of objects. */
  public List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (Object each : as(name, List.class, "a list")) {
      objects.add(new Fields(each));
    }
    return objects;
  }

  private <T> T as(String name, Class<T> type, String what) {
    Object value = map.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("\"" + name + "\" must be " + what);
    }
    return type.cast(value);
  }
}
