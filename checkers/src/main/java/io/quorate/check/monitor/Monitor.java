package io.quorate.check.monitor;

/**
 * Decides about one part of a history. If it decides about a slice, it decides about every
 * beginning of it, but where crashed operations stand in the way.
 */
interface Monitor {
  /**
   * Judges a slice.
   *
   * @throws Patience.Ended when the budget is spent
   */
  Finding judge(Slice slice);
}
