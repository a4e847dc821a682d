package io.quorate.fabric.fault;

/**
 * A fault and when it acts.
 *
 * @param atNs virtual time at which it begins, nanoseconds from the start of the run
 * @param durationNs how long it lasts; 0 for a fault that has no duration
 * @param fault what goes wrong
 */
public record TimedFault(long atNs, long durationNs, Fault fault) {}
