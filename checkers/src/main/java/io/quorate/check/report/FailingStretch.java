package io.quorate.check.report;

import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short stretch of a history that cannot be right by itself, whatever came before.
 *
 * <p>The stretch is of successive events of one independent part. Of the operations that are
 * invoked or return in it,
 *
 * <ul>
 *   <li>those invoked and returned within must each take effect within;
 *   <li>those invoked before may have taken effect before, or take effect within and then return
 *       what they did return; those that return later, or crashed, take effect within or not.
 * </ul>
 *
 * A stretch <em>fails</em> if there is no such order from any state that the part's calls can bring
 * about at all, in whatever order; from the initial state alone, if it begins with the part's first
 * event. So a stretch that fails proves that the history is not linearizable, and one that contains
 * a failing stretch fails. The one that is found ends no later than the return at which the verdict
 * says that every order fails, and no shorter one within it was found to fail.
 *
 * @param partition what the part is about, null for the only one
 * @param firstEvent place of its first event in the history
 * @param lastEvent place of its last event, a return
 * @param within the operations that must take effect within, by invocation
 * @param around those that may, which were pending at its beginning or are at its end
 * @param states how many states it was tried from; 1 if it begins where the history does
 * @param fromStart whether it begins with the part's first event, so that the initial state is
 *     known
 */
public record FailingStretch(
    @Nullable Object partition,
    int firstEvent,
    int lastEvent,
    List<Operation> within,
    List<Operation> around,
    int states,
    boolean fromStart) {

  private static final int SHOWN_MAX = 12;

  /** Copies the lists. */
  public FailingStretch {
    within = List.copyOf(within);
    around = List.copyOf(around);
  }

  /**
   * Looks for the stretch that makes a verdict plain, on the calling thread.
   *
   * @return null if the budget ended before any stretch was found to fail
   */
  public static <S> @Nullable FailingStretch of(
      History history, Model<S> model, Verdict.Invalid verdict, Budget budget) {
    DeadEnd end = verdict.deadEnd();
    if (end.stuck().isEmpty()) {
      return null;
    }
    int last = end.stuck().getFirst().operation().returnedAt();
    return new StretchFinder<>(history, model, end.partition(), last, budget).find();
  }

  /** The stretch in sentences for a person, several lines without a trailing newline. */
  public String explanation() {
    StringBuilder text = new StringBuilder("the shortest stretch that fails by itself");
    text.append(partition == null ? "" : " (key " + Edn.print(partition) + ")");
    text.append(String.format(": events %d to %d. ", firstEvent, lastEvent));
    text.append(
        fromStart
            ? "From the initial state"
            : states == 1
                ? "From the only state that there can be"
                : "From whichever of " + states + " states there can be");
    text.append(", no order places");
    lines(text, within);
    if (!around.isEmpty()) {
      text.append("\nwith or without what is pending at its ends");
      lines(text, around);
    }
    return text.toString();
  }

  private static void lines(StringBuilder text, List<Operation> operations) {
    for (Operation operation : operations.subList(0, Math.min(SHOWN_MAX, operations.size()))) {
      boolean crashed = operation.returnedAt() == History.NEVER;
      text.append(
          String.format(
              "\n  operation %-5d process %-4d events %d..%s  %s",
              operation.id(),
              operation.process(),
              operation.invokedAt(),
              crashed ? "" : String.valueOf(operation.returnedAt()),
              operation.call()));
    }
    if (operations.size() > SHOWN_MAX) {
      text.append("\n  and ").append(operations.size() - SHOWN_MAX).append(" more");
    }
  }
}
