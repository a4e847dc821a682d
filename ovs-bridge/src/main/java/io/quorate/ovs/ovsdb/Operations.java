package io.quorate.ovs.ovsdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations of a transaction, one after the other (RFC 7047, 5.2). */
final class Operations {
  private final List<Object> operations = new ArrayList<>();

  /** Goes no further unless the bridge is there. */
  Operations demandBridge(String name) {
    Map<String, Object> operation = operation("wait", "Bridge");
    operation.put("where", named(name));
    operation.put("columns", List.of("name"));
    operation.put("until", "==");
    operation.put("rows", List.of(Map.of("name", name)));
    operation.put("timeout", 0);
    return add(operation);
  }

  Operations insert(String table, String symbol, Map<String, Object> row) {
    Map<String, Object> operation = operation("insert", table);
    operation.put("uuid-name", symbol);
    operation.put("row", row);
    return add(operation);
  }

  Operations update(String table, List<Object> where, Map<String, Object> row) {
    Map<String, Object> operation = operation("update", table);
    operation.put("where", where);
    operation.put("row", row);
    return add(operation);
  }

  Operations mutate(String table, List<Object> where, String column, String how, Object value) {
    Map<String, Object> operation = operation("mutate", table);
    operation.put("where", where);
    operation.put("mutations", List.of(List.of(column, how, value)));
    return add(operation);
  }

  /** Asks ovs-vswitchd to take notice, and for the number by which it says that it has. */
  Operations nextConfiguration() {
    mutate("Open_vSwitch", List.of(), "next_cfg", "+=", 1);
    Map<String, Object> operation = operation("select", "Open_vSwitch");
    operation.put("where", List.of());
    operation.put("columns", List.of("next_cfg"));
    return add(operation);
  }

  /** Parameters of {@code transact}. */
  List<Object> parameters() {
    List<Object> parameters = new ArrayList<>();
    parameters.add(Ovsdb.DATABASE);
    parameters.addAll(operations);
    return parameters;
  }

  /** How many there are. */
  int size() {
    return operations.size();
  }

  static List<Object> named(String name) {
    return List.of(List.of("name", "==", name));
  }

  private Operations add(Map<String, Object> operation) {
    operations.add(operation);
    return this;
  }

  private static Map<String, Object> operation(String op, String table) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("op", op);
    operation.put("table", table);
    return operation;
  }
}
