package io.quorate.check.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The judgement of a history against a model: valid, invalid, or unknown; never a guess. */
public sealed interface Verdict {

  /**
   * There is an order that explains the history.
   *
   * @param orders one for each partition, in the order in which the history first names them
   */
  record Valid(List<Order> orders, Effort effort) implements Verdict {}

  /**
   * No order explains the history. {@code deadEnd} belongs to the first partition that was found to
   * have none: every order of its operations fails at or before the return of the first operation
   * in {@link DeadEnd#stuck}, and what returned before that can be ordered as {@link
   * DeadEnd#prefix}.
   */
  record Invalid(DeadEnd deadEnd, Effort effort) implements Verdict {}

  /**
   * The budget ended first.
   *
   * @param why what ran out
   * @param furthest the furthest place reached in the partition that was not decided, or null if
   *     the search had not begun
   */
  record Unknown(Exhaustion why, @Nullable DeadEnd furthest, Effort effort) implements Verdict {}

  /** What the cost was. */
  Effort effort();

  /** The verdict in sentences for a person, several lines without a trailing newline. */
  default String explanation() {
    return Explanation.of(this);
  }
}
