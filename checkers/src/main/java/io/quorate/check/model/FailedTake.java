package io.quorate.check.model;

/** How a dequeue, pop or other taking with outcome {@code FAIL} is read. */
public enum FailedTake {
  /**
   * It says only that nothing was taken: the only sound reading where it may fail for another
   * reason (refused connection, no leader).
   */
  SAYS_NOTHING,
  /** There was nothing to take: the container was empty. */
  SAW_EMPTY
}
