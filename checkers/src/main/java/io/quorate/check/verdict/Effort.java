package io.quorate.check.verdict;

/**
 * What a verdict took.
 *
 * @param operations operations that could tell something and were placed or tried
 * @param leftOut operations that tell nothing, such as failed calls and reads without an answer
 * @param partitions independent parts of the history
 * @param decided parts whose own verdict is known
 * @param configurations configurations that were entered
 */
public record Effort(
    int operations, int leftOut, int partitions, int decided, long configurations) {}
