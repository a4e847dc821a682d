package io.quorate.check.txn;

import io.quorate.check.history.Operation;

/** A history has an operation that is none of its workload. The message is one line for a user. */
public final class WorkloadMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorkloadMismatch(Workload workload, Operation operation, String expected) {
    super(
        String.format(
            "%s, is none of a %s history (%s); choose the history's own model",
            operation.introduction(), workload.word(), expected));
  }
}
