package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/**
 * Something that is no client's operation: a fault that was injected, a line of Jepsen's nemesis.
 * Annotations never bear on a verdict.
 *
 * @param at its place in the order of events, from 0
 * @param process who acted, as the source names it; {@code nemesis} where it says nothing else
 * @param type its type as the source gives it, usually {@code INFO}
 * @param f what was done, such as {@code link-down}
 * @param value its argument
 * @param timeNs nanoseconds from the history's origin, or {@link Event#NO_TIME}
 * @param index the number that it carries in its source; its place where it carries none
 */
public record Annotation(
    int at,
    String process,
    EventType type,
    String f,
    @Nullable Object value,
    long timeNs,
    long index) {}
