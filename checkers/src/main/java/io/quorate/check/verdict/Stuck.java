package io.quorate.check.verdict;

import io.quorate.check.history.Operation;

/**
 * An operation that might come next at the furthest place that a search reached.
 *
 * @param operation the operation, pending at that place
 * @param refused whether the state refuses it; otherwise it may come next, but leads nowhere if the
 *     search was finished
 */
public record Stuck(Operation operation, boolean refused) {}
