package io.quorate.ovs.ovsdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of columns as JSON has them (RFC 7047, 5.1). */
final class Atoms {
  private Atoms() {}

  static List<Object> uuid(String uuid) {
    return List.of("uuid", uuid);
  }

  static List<Object> named(String name) {
    return List.of("named-uuid", name);
  }

  static List<Object> set(List<?> members) {
    return List.of("set", members);
  }

  static List<Object> map(Map<String, String> entries) {
    List<Object> pairs = new ArrayList<>();
    entries.forEach((key, value) -> pairs.add(List.of(key, value)));
    return List.of("map", pairs);
  }

  /** The members of a set; one that has a single member may be written as that. */
  static Set<Object> members(@Nullable Object value) {
    if (value == null) {
      return new LinkedHashSet<>();
    }
    Set<Object> members = new LinkedHashSet<>();
    if (value instanceof List<?> list && !list.isEmpty() && "set".equals(list.getFirst())) {
      for (Object one : tagged(list)) {
        members.add(atom(one));
      }
    } else {
      members.add(atom(value));
    }
    return members;
  }

  /** The entries of a map. */
  static Map<String, String> entries(@Nullable Object value) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (value == null) {
      return entries;
    }
    if (!(value instanceof List<?> list) || !"map".equals(list.getFirst())) {
      throw new OvsdbException("the server sent '" + value + "' where a map should be");
    }
    for (Object pair : tagged(list)) {
      if (!(pair instanceof List<?> two) || two.size() != 2) {
        throw new OvsdbException("the server sent '" + pair + "' in a map");
      }
      entries.put(String.valueOf(atom(two.get(0))), String.valueOf(atom(two.get(1))));
    }
    return entries;
  }

  private static List<?> tagged(List<?> list) {
    if (list.size() != 2 || !(list.get(1) instanceof List<?> inside)) {
      throw new OvsdbException("the server sent '" + list + "' where a set or map should be");
    }
    return inside;
  }

  /** A plain value; of a uuid its text. */
  private static Object atom(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Long number -> number;
      case Double number -> number;
      case Boolean truth -> truth;
      case List<?> list when list.size() == 2 && "uuid".equals(list.getFirst()) ->
          String.valueOf(list.get(1));
      case null, default ->
          throw new OvsdbException("the server sent '" + value + "' where a value should be");
    };
  }

  /** A uuid of a result. */
  static String uuidOf(@Nullable Object value) {
    return String.valueOf(atom(value));
  }
}
