package io.quorate.ovs.ovsdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Bridges, ports and interfaces at one moment. Immutable. */
public final class View {
  private final DatabaseCopy copy;

  View(DatabaseCopy copy) {
    this.copy = copy;
  }

  /** All bridges. */
  public List<OvsdbBridge> bridges() {
    return copy.rows(Table.BRIDGE).values().stream().map(this::bridge).toList();
  }

  /** A bridge by its name. */
  public Optional<OvsdbBridge> bridge(String name) {
    return bridges().stream().filter(bridge -> bridge.name().equals(name)).findFirst();
  }

  private OvsdbBridge bridge(Row row) {
    return new OvsdbBridge(
        row.textOrEmpty("name"),
        row.textOrEmpty("datapath_type"),
        row.textOrEmpty("datapath_id"),
        row.textOrEmpty("fail_mode"),
        row.texts("protocols"),
        rows(row, "ports", Table.PORT).map(port -> port.textOrEmpty("name")).toList(),
        rows(row, "controller", Table.CONTROLLER).map(one -> one.textOrEmpty("target")).toList(),
        row.map("external_ids"));
  }

  /** The rows that a column names and that are there. */
  private java.util.stream.Stream<Row> rows(Row of, String column, Table table) {
    return of.texts(column).stream()
        .flatMap(uuid -> Optional.ofNullable(copy.row(table, uuid)).stream());
  }

  /** The interfaces of all bridges. */
  public List<OvsdbInterface> interfaces() {
    List<OvsdbInterface> all = new ArrayList<>();
    for (Row bridge : copy.rows(Table.BRIDGE).values()) {
      rows(bridge, "ports", Table.PORT)
          .forEach(
              port ->
                  rows(port, "interfaces", Table.INTERFACE)
                      .forEach(one -> all.add(read(one, port, bridge))));
    }
    return List.copyOf(all);
  }

  /** The interfaces of one bridge. */
  public List<OvsdbInterface> interfaces(String bridge) {
    return interfaces().stream().filter(one -> one.bridge().equals(bridge)).toList();
  }

  /** An interface by its name. */
  public Optional<OvsdbInterface> networkInterface(String name) {
    return interfaces().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static OvsdbInterface read(Row row, Row port, Row bridge) {
    OptionalLong ofport = row.number("ofport");
    return new OvsdbInterface(
        row.textOrEmpty("name"),
        port.textOrEmpty("name"),
        bridge.textOrEmpty("name"),
        row.textOrEmpty("type"),
        ofport.isPresent() ? OptionalInt.of((int) ofport.getAsLong()) : OptionalInt.empty(),
        row.textOrEmpty("mac_in_use"),
        row.textOrEmpty("admin_state").equals("up"),
        row.textOrEmpty("link_state").equals("up"),
        row.textOrEmpty("error"),
        (int) row.number("mtu").orElse(0),
        row.map("external_ids"));
  }

  /** Number of the last configuration that ovs-vswitchd has carried out. */
  long carriedOut() {
    return copy.rows(Table.OPEN_VSWITCH).values().stream()
        .mapToLong(row -> row.number("cur_cfg").orElse(0))
        .max()
        .orElse(0);
  }

  /** Uuid of the row with this name. */
  Optional<String> uuid(Table table, String name) {
    return copy.rows(table).entrySet().stream()
        .filter(entry -> entry.getValue().textOrEmpty("name").equals(name))
        .map(java.util.Map.Entry::getKey)
        .findFirst();
  }
}
