package io.quorate.ovs.ovsdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables and columns that are followed, and how the server tells changes of each column. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes the columns once they are in.
enum Table {
  OPEN_VSWITCH(
      "Open_vSwitch",
      "bridges set",
      "next_cfg one",
      "cur_cfg one",
      "ovs_version one",
      "datapath_types set"),
  BRIDGE(
      "Bridge",
      "name one",
      "datapath_type one",
      "datapath_id one",
      "fail_mode one",
      "protocols set",
      "ports set",
      "controller set",
      "external_ids map"),
  PORT("Port", "name one", "interfaces set", "external_ids map"),
  INTERFACE(
      "Interface",
      "name one",
      "type one",
      "ofport one",
      "mac_in_use one",
      "admin_state one",
      "link_state one",
      "error one",
      "mtu one",
      "external_ids map"),
  CONTROLLER("Controller", "target one", "is_connected one");

  /** What a column holds. */
  enum Kind {
    /** A value or none; a change gives the new one. */
    ONE,
    /** Any number of values; a change gives those that come or go. */
    SET,
    /** Keys and values; a change gives those that come, change or go. */
    MAP
  }

  final String title;
  final Map<String, Kind> columns = new LinkedHashMap<>();

  Table(String title, String... columns) {
    this.title = title;
    for (String column : columns) {
      int space = column.indexOf(' ');
      Kind kind =
          switch (column.substring(space + 1)) {
            case "one" -> Kind.ONE;
            case "set" -> Kind.SET;
            default -> Kind.MAP;
          };
      this.columns.put(column.substring(0, space), kind);
    }
  }

  /** What a monitor asks for. */
  static Map<String, Object> requests() {
    Map<String, Object> requests = new LinkedHashMap<>();
    for (Table table : values()) {
      List<String> names = new ArrayList<>(table.columns.keySet());
      requests.put(table.title, List.of(Map.of("columns", names)));
    }
    return requests;
  }
}
