package io.quorate.check.model;

/** How a compare-and-set with outcome {@code FAIL} is read. */
public enum FailedCas {
  /**
   * It says only that nothing was changed. Jepsen's and Knossos' reading, and the only sound one
   * where a cas may fail for another reason (refused connection, no leader).
   */
  SAYS_NOTHING,
  /** The comparison was made and failed: the value was another one. Porcupine's reading. */
  SAW_ANOTHER_VALUE
}
