package io.quorate.check.history;

/** How an operation ended. */
public enum Outcome {
  /** It took effect before it returned. */
  OK,
  /** It was refused: it changed nothing. */
  FAIL,
  /**
   * It crashed, or the history ends before its completion. It may have taken effect at any time
   * from its invocation on, or not at all.
   */
  INFO
}
