package io.quorate.check.verdict;

/** Why an engine stopped without an answer. */
public enum Exhaustion {
  /** The time of the budget is spent. */
  TIME,
  /** The memory of the budget is spent. */
  MEMORY,
  /** The caller asked to stop. */
  CANCELLED,
  /** The engine that was asked for cannot judge this history; another may. */
  UNSUITED
}
