package io.quorate.check.knossos;

import clojure.lang.ILookup;
import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Stuck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the result with which Knossos calls a part invalid. */
final class Findings {
  private static final String NOT_TOLD = "not told by Knossos";

  private final History history;
  private final Question question;
  private final List<Line> lines;

  Findings(History history, Question question, List<Line> lines) {
    this.history = history;
    this.question = question;
    this.lines = lines;
  }

  /** One way to the end: the operations that it places last, and the state after them. */
  private record Way(List<Integer> placed, String state) {
    int[] ids() {
      return placed.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean comesBefore(Way other) {
      int size = placed.size();
      return size == other.placed.size()
          ? Arrays.compare(ids(), other.ids()) < 0
          : size > other.placed.size();
    }
  }

  DeadEnd deadEnd(ILookup analysis) {
    int refusedAt = indexOf(Interop.field(analysis, "op"));
    int placed = 0;
    for (int index = 0; index < refusedAt; index++) {
      placed += lines.get(index).type() == EventType.OK ? 1 : 0;
    }
    Way way = longestWay(Interop.field(analysis, "final-paths"));
    // Nothing came before, so nothing changed.
    String state = placed == 0 && way.placed().isEmpty() ? "as it was at first" : way.state();
    return new DeadEnd(
        question.partition(),
        placed,
        question.completed(),
        new Order(history, way.ids()),
        state,
        List.of(new Stuck(history.operation(lines.get(refusedAt).operation()), true)));
  }

  /** The index of an operation in the lines; Knossos always names the one that it stopped at. */
  private static int indexOf(@Nullable Object operation) {
    if (operation != null && Interop.field(operation, "index") instanceof Number index) {
      return index.intValue();
    }
    throw new IllegalStateException("Knossos names no operation that it stopped at");
  }

  /** Knossos' paths have no order; of the longest the first by the numbers of its operations. */
  private Way longestWay(@Nullable Object paths) {
    Way longest = new Way(List.of(), NOT_TOLD);
    if (paths instanceof Collection<?> all) {
      for (Object path : all) {
        Way way = way((List<?>) path);
        longest = way.comesBefore(longest) ? way : longest;
      }
    }
    return longest;
  }

  /** A path is of maps with an operation and the state after it; the last state refuses. */
  private Way way(List<?> path) {
    List<Integer> placed = new ArrayList<>();
    String state = NOT_TOLD;
    for (Object step : path.subList(0, Math.max(0, path.size() - 1))) {
      placed.add(lines.get(indexOf(Interop.field(step, "op"))).operation());
      state = Interop.describe(Interop.field(step, "model"));
    }
    return new Way(placed, state);
  }
}
