package io.quorate.check.verdict;

import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Operations of one partition in an order in which they may have taken effect. Immutable. */
public final class Order extends AbstractList<Operation> implements RandomAccess {
  private final History history;
  private final int[] ids;

  /** An order of a history's operations; the array is not copied and must not change. */
  public Order(History history, int[] ids) {
    this.history = history;
    this.ids = ids;
  }

  @Override
  public Operation get(int place) {
    return history.operation(ids[place]);
  }

  @Override
  public int size() {
    return ids.length;
  }
}
