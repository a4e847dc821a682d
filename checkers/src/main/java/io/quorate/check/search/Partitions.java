package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the operations of a history into the independent parts that the model names, and leaves
 * out those that tell nothing.
 */
final class Partitions {
  private Partitions() {}

  /** The parts of a history, in the order of their first calls. */
  static List<Part> of(History history, Model<?> model) {
    CallTable table = new CallTable(history, model);
    int[][] operations = operations(history, table);
    List<Part> parts = new ArrayList<>(operations.length);
    for (int part = 0; part < operations.length; part++) {
      if (operations[part].length > 0) {
        parts.add(new Part(history, table.names.get(part), table.roles, operations[part]));
      }
    }
    return parts;
  }

  /** The operations of each part, in the order of invocation. */
  private static int[][] operations(History history, CallTable table) {
    int[] sizes = new int[table.names.size()];
    for (int operation = 0; operation < history.size(); operation++) {
      int part = table.partOf(history, operation);
      if (part != CallTable.LEFT_OUT) {
        sizes[part]++;
      }
    }
    int[][] operations = new int[sizes.length][];
    for (int part = 0; part < operations.length; part++) {
      operations[part] = new int[sizes[part]];
      sizes[part] = 0;
    }
    for (int operation = 0; operation < history.size(); operation++) {
      int part = table.partOf(history, operation);
      if (part != CallTable.LEFT_OUT) {
        operations[part][sizes[part]++] = operation;
      }
    }
    return operations;
  }
}
