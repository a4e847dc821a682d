package io.quorate.check.knossos;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One independent part of a history in a form that Knossos reads without a mistake.
 *
 * @param partition what the part is about, as the model names it; null for the only one
 * @param model the name of a function in {@code knossos.model}
 * @param initial its argument, null where it takes none
 * @param lines the events; an operation that crashed returns as {@code info} at the end
 * @param completed how many operations returned
 * @param understated observations that Knossos has no words for and that are left out, so that it
 *     may find an order where there is none
 * @param dequeuesLost crashed dequeues that are left out, so that it may miss an order
 * @param generous where dequeues are lost, the events with a crashed dequeue of every element that
 *     may have been taken, in place of each of them: what has no order even so, has none; empty
 *     where that is too long to ask
 */
record Question(
    @Nullable Object partition,
    String model,
    @Nullable Object initial,
    List<Line> lines,
    int completed,
    int understated,
    int dequeuesLost,
    List<Line> generous) {}
