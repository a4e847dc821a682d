package io.quorate.ovs.ovsdb;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of the copy; immutable. */
final class Row {
  private final Table table;
  private final Map<String, Set<Object>> values;
  private final Map<String, Map<String, String>> maps;

  private Row(Table table, Map<String, Set<Object>> values, Map<String, Map<String, String>> maps) {
    this.table = table;
    this.values = values;
    this.maps = maps;
  }

  /** With all columns that are given; others have their default, which is nothing. */
  static Row of(Table table, Map<?, ?> columns) {
    Row empty = new Row(table, new LinkedHashMap<>(), new LinkedHashMap<>());
    return empty.changed(columns, false);
  }

  /**
   * This row with other columns.
   *
   * @param differences true if sets and maps are given by what differs (RFC 7047 has them whole;
   *     ovsdb-server's {@code update2} and {@code update3} do not)
   */
  Row changed(Map<?, ?> columns, boolean differences) {
    Row next = new Row(table, new LinkedHashMap<>(values), new LinkedHashMap<>(maps));
    columns.forEach(
        (name, value) -> {
          Table.Kind kind = table.columns.get(String.valueOf(name));
          if (kind != null) {
            next.change(String.valueOf(name), kind, value, differences);
          }
        });
    return next;
  }

  private void change(String name, Table.Kind kind, @Nullable Object value, boolean differences) {
    switch (kind) {
      case ONE -> values.put(name, Atoms.members(value));
      case SET -> values.put(name, differences ? toggled(name, value) : Atoms.members(value));
      case MAP -> maps.put(name, differences ? merged(name, value) : Atoms.entries(value));
    }
  }

  private Set<Object> toggled(String name, @Nullable Object value) {
    Set<Object> members = new LinkedHashSet<>(set(name));
    for (Object one : Atoms.members(value)) {
      if (!members.remove(one)) {
        members.add(one);
      }
    }
    return members;
  }

  /** A key that is given with the value that it has, goes. */
  private Map<String, String> merged(String name, @Nullable Object value) {
    Map<String, String> entries = new LinkedHashMap<>(map(name));
    Atoms.entries(value)
        .forEach(
            (key, text) -> {
              if (!entries.remove(key, text)) {
                entries.put(key, text);
              }
            });
    return entries;
  }

  Set<Object> set(String column) {
    return values.getOrDefault(column, Set.of());
  }

  List<String> texts(String column) {
    return set(column).stream().map(String::valueOf).toList();
  }

  Map<String, String> map(String column) {
    return maps.getOrDefault(column, Map.of());
  }

  Optional<String> text(String column) {
    return set(column).stream().findFirst().map(String::valueOf);
  }

  String textOrEmpty(String column) {
    return text(column).orElse("");
  }

  OptionalLong number(String column) {
    for (Object value : set(column)) {
      if (value instanceof Long number) {
        return OptionalLong.of(number);
      }
    }
    return OptionalLong.empty();
  }
}
