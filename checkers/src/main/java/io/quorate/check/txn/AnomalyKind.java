package io.quorate.check.txn;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be wrong, by the names of Adya and of Elle (Kingsbury and Alvaro, "Elle:
 * inferring isolation anomalies from experimental observations", 2020), and of Jepsen's checks.
 *
 * <p>A cycle's name says which dependencies it has: {@code G0} writes alone; {@code G1c} reads of
 * writes too; {@code G-single} one anti-dependency (a read of what another overwrote); {@code
 * G-nonadjacent} several, no two in a row; {@code G2-item} two in a row. With {@code -process} it
 * also needs the order of a process's own transactions, with {@code -realtime} that one ended
 * before another began.
 */
public enum AnomalyKind {
  /** An element twice in one list that was appended once. */
  DUPLICATE_ELEMENTS("duplicate-elements", Level.READ_UNCOMMITTED),
  /** Two reads of a list, neither of which begins with the other. */
  INCOMPATIBLE_ORDER("incompatible-order", Level.READ_UNCOMMITTED),
  /** A key's versions cannot be ordered as the user said they are. */
  CYCLIC_VERSIONS("cyclic-versions", Level.READ_UNCOMMITTED),
  /** A cycle of writes. */
  G0("G0", Level.READ_UNCOMMITTED),
  /** A read of a value that nobody wrote. */
  GARBAGE_READ("garbage-read", Level.READ_COMMITTED),
  /** A committed write stands upon one that was aborted. */
  DIRTY_UPDATE("dirty-update", Level.READ_COMMITTED),
  /** A read of what was aborted. */
  G1A("G1a", Level.READ_COMMITTED),
  /** A read of what its writer overwrote itself. */
  G1B("G1b", Level.READ_COMMITTED),
  /** A cycle of writes and reads. */
  G1C("G1c", Level.READ_COMMITTED),
  /** A transaction does not see what it did or saw itself. */
  INTERNAL("internal", Level.SNAPSHOT_ISOLATION, Level.REPEATABLE_READ),
  /** Two read the same version of a key, and both write the key. */
  LOST_UPDATE("lost-update", Level.SNAPSHOT_ISOLATION, Level.REPEATABLE_READ),
  /** A cycle with one anti-dependency. */
  G_SINGLE("G-single", Level.SNAPSHOT_ISOLATION, Level.REPEATABLE_READ),
  /** A cycle with several anti-dependencies, no two in a row. */
  G_NONADJACENT("G-nonadjacent", Level.SNAPSHOT_ISOLATION, Level.REPEATABLE_READ),
  /** A cycle with two anti-dependencies in a row: write skew. */
  G2_ITEM("G2-item", Level.REPEATABLE_READ),
  /** {@link #G0} with a process's own order. */
  G0_PROCESS("G0-process", Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
  /** {@link #G1C} with a process's own order. */
  G1C_PROCESS("G1c-process", Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
  /** {@link #G_SINGLE} with a process's own order. */
  G_SINGLE_PROCESS("G-single-process", Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
  /** {@link #G_NONADJACENT} with a process's own order. */
  G_NONADJACENT_PROCESS("G-nonadjacent-process", Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
  /** {@link #G2_ITEM} with a process's own order. */
  G2_ITEM_PROCESS("G2-item-process", Level.STRONG_SESSION_SERIALIZABLE),
  /** {@link #G0} with the order of real time. */
  G0_REALTIME("G0-realtime", Level.STRONG_SNAPSHOT_ISOLATION),
  /** {@link #G1C} with the order of real time. */
  G1C_REALTIME("G1c-realtime", Level.STRONG_SNAPSHOT_ISOLATION),
  /** {@link #G_SINGLE} with the order of real time: a stale read. */
  G_SINGLE_REALTIME("G-single-realtime", Level.STRONG_SNAPSHOT_ISOLATION),
  /** {@link #G_NONADJACENT} with the order of real time. */
  G_NONADJACENT_REALTIME("G-nonadjacent-realtime", Level.STRONG_SNAPSHOT_ISOLATION),
  /** {@link #G2_ITEM} with the order of real time. */
  G2_ITEM_REALTIME("G2-item-realtime", Level.STRICT_SERIALIZABLE),
  /** A bank's balances do not sum up to what they began with. */
  WRONG_TOTAL("wrong-total"),
  /** A bank's account is overdrawn. */
  NEGATIVE_BALANCE("negative-balance"),
  /** A bank's account has no balance. */
  MISSING_BALANCE("missing-balance"),
  /** A bank has an account that it should not have. */
  UNEXPECTED_ACCOUNT("unexpected-account"),
  /** A counter is read below what had surely been added, or above what can have been. */
  OUT_OF_BOUNDS("out-of-bounds"),
  /** A set lacks an element that was added, and never regains it. */
  LOST_ELEMENT("lost-element"),
  /** A set has an element that nobody added. */
  UNEXPECTED_ELEMENT("unexpected-element"),
  /** A set has an element more than once. */
  DUPLICATED_ELEMENT("duplicated-element"),
  /** A set lacks an element that was added, for some time. */
  STALE_ELEMENT("stale-element");

  private final String word;

  /** The weakest levels that forbid it; null where there are fewer. */
  private final @Nullable Level forbiddenBy;

  private final @Nullable Level alsoForbiddenBy;

  AnomalyKind(String word) {
    this(word, null, null);
  }

  AnomalyKind(String word, Level weakest) {
    this(word, weakest, null);
  }

  AnomalyKind(String word, @Nullable Level weakest, @Nullable Level otherWeakest) {
    this.word = word;
    this.forbiddenBy = weakest;
    this.alsoForbiddenBy = otherWeakest;
  }

  /** Its name in the literature, such as {@code G-single}. */
  public String word() {
    return word;
  }

  /**
   * The levels that forbid it; none for those of Jepsen's banks, counters and sets, which are wrong
   * by themselves.
   */
  public Set<Level> ruledOut() {
    Set<Level> levels = EnumSet.noneOf(Level.class);
    if (forbiddenBy != null) {
      levels.addAll(forbiddenBy.andStronger());
    }
    if (alsoForbiddenBy != null) {
      levels.addAll(alsoForbiddenBy.andStronger());
    }
    return levels;
  }
}
