package io.quorate.check.txn;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of transactions together, from weak to strong, by the anomalies that it forbids
 * (Adya, "Weak consistency: a generalized theory and optimistic implementations for distributed
 * transactions", 1999, levels PL-1 to PL-3 and PL-SI). Reads by predicate are in no history here,
 * so {@code REPEATABLE_READ} and {@code SERIALIZABLE} forbid the same.
 */
public enum Level {
  /** PL-1: no cycle of writes alone. */
  READ_UNCOMMITTED("read-uncommitted"),
  /** PL-2: besides, nothing is read that was aborted, half done or circular. */
  READ_COMMITTED("read-committed"),
  /** PL-SI: besides, each transaction reads one snapshot, and the first of two writers wins. */
  SNAPSHOT_ISOLATION("snapshot-isolation"),
  /** PL-2.99: no cycle of items. */
  REPEATABLE_READ("repeatable-read"),
  /** PL-3: as if one after another, in some order. */
  SERIALIZABLE("serializable"),
  /** Snapshot isolation in which a process sees what it has done itself. */
  STRONG_SESSION_SNAPSHOT_ISOLATION("strong-session-snapshot-isolation"),
  /** Snapshot isolation in which each snapshot has all that was committed before it. */
  STRONG_SNAPSHOT_ISOLATION("strong-snapshot-isolation"),
  /** Serializable in an order that is each process's own. */
  STRONG_SESSION_SERIALIZABLE("strong-session-serializable"),
  /** Serializable in an order in which what ended goes before what began later. */
  STRICT_SERIALIZABLE("strict-serializable");

  private final String word;

  Level(String word) {
    this.word = word;
  }

  /** The name by which a user asks for it, such as {@code snapshot-isolation}. */
  public String word() {
    return word;
  }

  /** The level of this name, or null. */
  public static @Nullable Level named(String name) {
    for (Level level : values()) {
      if (level.word.equals(name)) {
        return level;
      }
    }
    return null;
  }

  /** All names, from weak to strong. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Level::word).toList();
  }

  /** The levels that promise all that this one promises, itself among them. */
  Set<Level> andStronger() {
    Set<Level> levels = EnumSet.of(this);
    switch (this) {
      case READ_UNCOMMITTED -> levels.addAll(READ_COMMITTED.andStronger());
      case READ_COMMITTED -> {
        levels.addAll(SNAPSHOT_ISOLATION.andStronger());
        levels.addAll(REPEATABLE_READ.andStronger());
      }
      case SNAPSHOT_ISOLATION -> {
        levels.addAll(SERIALIZABLE.andStronger());
        levels.addAll(STRONG_SESSION_SNAPSHOT_ISOLATION.andStronger());
      }
      case REPEATABLE_READ -> levels.addAll(SERIALIZABLE.andStronger());
      case SERIALIZABLE -> levels.addAll(STRONG_SESSION_SERIALIZABLE.andStronger());
      case STRONG_SESSION_SNAPSHOT_ISOLATION -> {
        levels.addAll(STRONG_SNAPSHOT_ISOLATION.andStronger());
        levels.addAll(STRONG_SESSION_SERIALIZABLE.andStronger());
      }
      case STRONG_SNAPSHOT_ISOLATION, STRONG_SESSION_SERIALIZABLE ->
          levels.add(STRICT_SERIALIZABLE);
      case STRICT_SERIALIZABLE -> {}
    }
    return Collections.unmodifiableSet(levels);
  }
}
