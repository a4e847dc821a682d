package io.quorate.check.monitor;

/**
 * Checks an order of which only the inside of each layer is free: every operation of a layer comes
 * before every operation of the next. Time allows it if none returned before one of an earlier
 * layer was invoked; inside a layer, the order of invocation serves.
 */
final class Layers {
  private final Slice slice;
  private int invokedBefore;
  private int invokedHere;
  private int firstReturn;
  private int lastReturn;
  private boolean possible;

  Layers(Slice slice) {
    this.slice = slice;
    begin();
  }

  /** Begins anew, with no layers. */
  void begin() {
    invokedBefore = -1;
    invokedHere = -1;
    firstReturn = Slice.NEVER;
    lastReturn = -1;
    possible = true;
  }

  /** Begins the next layer. */
  void next() {
    invokedBefore = Math.max(invokedBefore, invokedHere);
  }

  /** Adds an operation to the present layer. */
  void add(int op) {
    possible &= slice.returned(op) > invokedBefore;
    invokedHere = Math.max(invokedHere, slice.invoked(op));
    firstReturn = Math.min(firstReturn, slice.returned(op));
    if (slice.required(op)) {
      lastReturn = Math.max(lastReturn, slice.returned(op));
    }
  }

  /** Whether time allows the order. */
  boolean arePossible() {
    return possible;
  }

  /** The place of the first return among all operations. */
  int firstReturn() {
    return firstReturn;
  }

  /** The place of the last return among the operations that must have happened, or -1. */
  int lastReturn() {
    return lastReturn;
  }

  /** The place of the last invocation among all operations, -1 if there are none. */
  int lastInvocation() {
    return invokedHere;
  }
}
