package io.quorate.fabric.observe;

/** Where observers tell what they saw. */
@FunctionalInterface
public interface Report {

  /**
   * An invariant did not hold.
   *
   * @param invariant its name
   * @param what what was seen, one line for people
   */
  void violation(String invariant, String what);
}
