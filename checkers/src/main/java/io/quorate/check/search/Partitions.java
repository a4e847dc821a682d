package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;

/**
 * The operations of a history divided into the independent parts that the model names, in the order
 * of their first calls, without those that tell nothing. Immutable.
 */
final class Partitions {
  private final History history;
  private final CallTable table;
  private final int[][] operations;
  private int placed;

  /**
   * Divides a history.
   *
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  Partitions(History history, Model<?> model) {
    this.history = history;
    this.table = new CallTable(history, model);
    int[] sizes = new int[table.names.size()];
    for (int operation = 0; operation < history.size(); operation++) {
      int part = table.partOf(history, operation);
      if (part != CallTable.LEFT_OUT) {
        sizes[part]++;
        placed++;
      }
    }
    this.operations = new int[sizes.length][];
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
  }

  int count() {
    return operations.length;
  }

  /** Operations of all parts. */
  int operations() {
    return placed;
  }

  /** Operations of one part. */
  int operations(int part) {
    return operations[part].length;
  }

  /** One part, laid out for the search. */
  Part part(int number) {
    return new Part(history, table.names.get(number), table.roles, operations[number]);
  }
}
