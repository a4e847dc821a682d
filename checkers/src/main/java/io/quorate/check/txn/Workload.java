package io.quorate.check.txn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operations of a history are, and so by which rules {@link Transactions} judges them. */
public enum Workload {
  /** Transactions of {@code [:append k v]} and {@code [:r k [v ...]]}; each list begins empty. */
  LIST_APPEND("list-append"),
  /** Transactions of {@code [:w k v]} and {@code [:r k v]}; each register begins as nil. */
  RW_REGISTER("rw-register"),
  /**
   * {@code transfer {:from a, :to b, :amount n}} and {@code read} of all balances, a map: their sum
   * never changes.
   */
  BANK("bank"),
  /**
   * {@code add n} and {@code read}: each read lies between what had surely been added and what
   * might have been.
   */
  COUNTER("jepsen-counter"),
  /** {@code add e} and a last {@code read} of all elements. */
  SET("jepsen-set"),
  /** {@code add e} and many {@code read}s of all elements. */
  SET_FULL("set-full");

  private final String word;

  Workload(String word) {
    this.word = word;
  }

  /** The name by which a user asks for it, such as {@code list-append}. */
  public String word() {
    return word;
  }

  /** The workload of this name, or null. */
  public static @Nullable Workload named(String name) {
    for (Workload workload : values()) {
      if (workload.word.equals(name)) {
        return workload;
      }
    }
    return null;
  }

  /** All names, in the order in which a help text should show them. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Workload::word).toList();
  }
}
