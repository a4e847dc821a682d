package io.quorate.check.txn;

/** The three answers. */
public enum Ruling {
  /** Nothing was found that is forbidden. */
  VALID,
  /** Something forbidden happened. */
  INVALID,
  /** The budget ended first, or the history does not tell. */
  UNKNOWN
}
