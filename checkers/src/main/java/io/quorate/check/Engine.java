package io.quorate.check;

/** A way to come to a verdict. */
public enum Engine {
  /**
   * The cheapest that can judge the history: the witness where the history has an order of its own,
   * else a monitor that applies, else the search. What one cannot tell the next is asked.
   */
  AUTO,
  /** Depth-first search of all orders; any model, any history, exponential at worst. */
  SEARCH,
  /** A polynomial decision, for models and histories that allow one. */
  MONITOR,
  /** The order that the system itself gives is verified; says nothing where it does not hold. */
  WITNESS,
  /** Knossos, where it is on the class path. */
  KNOSSOS
}
