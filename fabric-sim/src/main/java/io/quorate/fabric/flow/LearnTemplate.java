package io.quorate.fabric.flow;

import java.util.List;

/**
 * How a {@code learn} action makes a flow entry.
 *
 * @param table table of the new entry
 * @param priority its priority
 * @param cookie its cookie
 * @param idleTimeoutS seconds, 0 = none
 * @param hardTimeoutS seconds, 0 = none
 * @param limit most entries with this cookie in the table; 0 = any number
 * @param parts what the entry matches and does, in order
 */
public record LearnTemplate(
    int table,
    int priority,
    long cookie,
    int idleTimeoutS,
    int hardTimeoutS,
    int limit,
    List<Part> parts) {

  public LearnTemplate {
    parts = List.copyOf(parts);
  }

  /** A condition or an action of the new entry. */
  public sealed interface Part {

    /** The entry matches the value that the frame has in {@code source} when it is learned. */
    record MatchFrame(Subfield destination, Subfield source) implements Part {}

    /** The entry matches a fixed value. */
    record MatchValue(Subfield destination, long value) implements Part {}

    /** The entry writes the value that the frame has in {@code source} when it is learned. */
    record LoadFrame(Subfield source, Subfield destination) implements Part {}

    /** The entry writes a fixed value. */
    record LoadValue(long value, Subfield destination) implements Part {}

    /** The entry outputs to the port whose number {@code source} holds when it is learned. */
    record OutputFrame(Subfield source) implements Part {}
  }
}
