package io.quorate.fabric.observe;

/**
 * An invariant that did not hold.
 *
 * @param invariant its name
 * @param timeNs virtual time at which it was noticed
 * @param what what was seen, one line for people
 */
public record Violation(String invariant, long timeNs, String what) {}
