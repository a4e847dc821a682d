package io.quorate.check.monitor;

/** What a monitor found out about the operations of one part. */
sealed interface Finding {
  /** They can be put into an order. */
  final class Ordered implements Finding {
    private final int[] operations;

    Ordered(int[] operations) {
      this.operations = operations;
    }

    /** The order, without the operations that did not happen. */
    int[] operations() {
      return operations;
    }
  }

  /**
   * There is no order.
   *
   * @param by the place of a return up to which there is none already; {@link Slice#NEVER} if only
   *     the whole is known to have none
   */
  record Impossible(int by) implements Finding {}

  /** The monitor cannot tell; another engine may. */
  record Undecided() implements Finding {}

  /** There is no order of the whole. */
  Finding IMPOSSIBLE = new Impossible(Slice.NEVER);

  /** The monitor cannot tell. */
  Finding UNDECIDED = new Undecided();
}
