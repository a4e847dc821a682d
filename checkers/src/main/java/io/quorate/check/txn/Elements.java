package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The calls of a set, as its two checks read them. */
final class Elements {
  private Elements() {}

  /** Whether an operation is an addition; otherwise it is a read. */
  static boolean isAdd(History history, int op, Workload workload) {
    Call call = history.calls().get(history.callOf(op));
    return switch (call.f()) {
      case "add" -> true;
      case "read" -> false;
      default -> throw mismatch(history, op, workload);
    };
  }

  /** What a read that returned saw. */
  static Collection<? extends @Nullable Object> seen(History history, int op, Workload workload) {
    Call call = history.calls().get(history.callOf(op));
    if (call.output() instanceof Collection<?> elements) {
      return elements;
    }
    throw mismatch(history, op, workload);
  }

  private static WorkloadMismatch mismatch(History history, int op, Workload workload) {
    return new WorkloadMismatch(
        workload, history.operation(op), "add e, read with a result [e ...]");
  }
}
