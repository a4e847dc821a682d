package io.quorate.check.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The furthest place that orders of one partition can reach.
 *
 * @param partition what the partition is about, as the model names it; null for the only one
 * @param placed completed operations that the order places
 * @param total completed operations in the partition that can tell something
 * @param prefix the order that reaches this place
 * @param state the state after it, described by the model
 * @param stuck the operations that might come next, by the time of their return; the first is the
 *     one that returned earliest and has not been placed
 */
public record DeadEnd(
    @Nullable Object partition,
    int placed,
    int total,
    Order prefix,
    String state,
    List<Stuck> stuck) {}
