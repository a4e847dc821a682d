package io.quorate.ovs.ovsdb;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server holds, as far as it is followed. Immutable: an update makes another, so that a
 * reader never sees half of one.
 */
final class DatabaseCopy {
  private static final int ROWS_MAX = 1_000_000;

  private final Map<Table, Map<String, Row>> tables;

  private DatabaseCopy(Map<Table, Map<String, Row>> tables) {
    this.tables = tables;
  }

  static DatabaseCopy empty() {
    Map<Table, Map<String, Row>> tables = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      tables.put(table, new LinkedHashMap<>());
    }
    return new DatabaseCopy(tables);
  }

  Map<String, Row> rows(Table table) {
    return Collections.unmodifiableMap(tables.getOrDefault(table, Map.of()));
  }

  @Nullable Row row(Table table, String uuid) {
    return rows(table).get(uuid);
  }

  /**
   * With the changes of an update.
   *
   * @param updates table → uuid → what happened: {@code old} and {@code new} of RFC 7047, or {@code
   *     initial}, {@code insert}, {@code modify}, {@code delete} of ovsdb-server
   */
  DatabaseCopy updated(@Nullable Object updates) {
    Map<?, ?> byTable = object(updates);
    Map<Table, Map<String, Row>> next = new EnumMap<>(tables);
    for (Table table : Table.values()) {
      Object changes = byTable.get(table.title);
      if (changes != null) {
        Map<String, Row> rows = new LinkedHashMap<>(rows(table));
        object(changes).forEach((uuid, change) -> apply(table, rows, uuid + "", object(change)));
        if (rows.size() > ROWS_MAX) {
          throw new OvsdbException("the server's table " + table.title + " has too many rows");
        }
        next.put(table, rows);
      }
    }
    return new DatabaseCopy(next);
  }

  private static void apply(Table table, Map<String, Row> rows, String uuid, Map<?, ?> change) {
    if (change.containsKey("delete") || (change.containsKey("old") && !change.containsKey("new"))) {
      rows.remove(uuid);
      return;
    }
    for (String whole : new String[] {"initial", "insert", "new"}) {
      if (change.get(whole) instanceof Map<?, ?> columns) {
        rows.put(uuid, Row.of(table, columns));
        return;
      }
    }
    Row row = rows.get(uuid);
    if (row == null || !(change.get("modify") instanceof Map<?, ?> columns)) {
      throw new OvsdbException("the server changed a row of " + table.title + " that is not there");
    }
    rows.put(uuid, row.changed(columns, true));
  }

  private static Map<?, ?> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new OvsdbException("the server sent '" + value + "' where an object should be");
  }
}
