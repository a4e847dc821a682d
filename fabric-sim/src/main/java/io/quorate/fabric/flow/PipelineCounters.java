package io.quorate.fabric.flow;

/**
 * What a pipeline has seen.
 *
 * @param frames frames processed
 * @param misses searches of a table that found no entry
 * @param silent frames of which nothing left: dropped, missed or consumed by a program
 * @param overLimit frames dropped because their processing went over a limit
 * @param unlearned entries that a learn action could not add because the tables are full
 */
public record PipelineCounters(
    long frames, long misses, long silent, long overLimit, long unlearned) {}
