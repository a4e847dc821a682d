package io.quorate.check.txn;

/**
 * A step of a cycle.
 *
 * @param from the history's number of a transaction
 * @param to the number of one that must come after it
 * @param dependency why
 * @param account why, in a sentence without a stop, in which {@code T1} is operation 1
 */
public record Step(int from, int to, Dependency dependency, String account) {}
