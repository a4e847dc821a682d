package io.quorate.check.txn;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a history, beside its {@link Workload}.
 *
 * @param level what transactions must keep
 * @param keyOrder what is known of each register by itself
 * @param closedWorld whether the registers are written by none but the history's transactions, so
 *     that a read of a value that none of them wrote is an anomaly; otherwise it is a remark. Lists
 *     are always taken so, for each is known to begin empty
 * @param total the sum of a bank's balances; null: what the first read shows
 * @param negativeBalances whether a bank's accounts may be overdrawn
 * @param linearizableSet whether an element must be in every read that begins after its addition
 *     returned; otherwise it may come late
 */
public record Terms(
    Level level,
    KeyOrder keyOrder,
    boolean closedWorld,
    @Nullable Long total,
    boolean negativeBalances,
    boolean linearizableSet) {

  /** Strict serializability, and nothing vouched for; Jepsen's defaults of the rest. */
  public static final Terms DEFAULT =
      new Terms(Level.STRICT_SERIALIZABLE, KeyOrder.UNKNOWN, false, null, false, false);

  /** The same with another level. */
  public Terms withLevel(Level other) {
    return new Terms(other, keyOrder, closedWorld, total, negativeBalances, linearizableSet);
  }

  /** The same with registers that are known to be ordered so. */
  public Terms withKeyOrder(KeyOrder other) {
    return new Terms(level, other, closedWorld, total, negativeBalances, linearizableSet);
  }

  /** The same where nobody but the history's transactions writes. */
  public Terms withClosedWorld() {
    return new Terms(level, keyOrder, true, total, negativeBalances, linearizableSet);
  }

  /** The same for a bank with this sum of balances. */
  public Terms withTotal(long sum) {
    return new Terms(level, keyOrder, closedWorld, sum, negativeBalances, linearizableSet);
  }

  /** The same for a bank whose accounts may be overdrawn. */
  public Terms withNegativeBalances() {
    return new Terms(level, keyOrder, closedWorld, total, true, linearizableSet);
  }

  /** The same for a set whose elements must be there as soon as their addition returned. */
  public Terms withLinearizableSet() {
    return new Terms(level, keyOrder, closedWorld, total, negativeBalances, true);
  }
}
