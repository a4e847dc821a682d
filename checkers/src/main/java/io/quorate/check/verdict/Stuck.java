package io.quorate.check.verdict;

import io.quorate.check.history.Operation;

/**
 * An operation that might come next where a search found no way on.
 *
 * @param operation the operation, pending at that place
 * @param refused whether the state refuses it; otherwise it may come next but leads nowhere
 */
public record Stuck(Operation operation, boolean refused) {}
