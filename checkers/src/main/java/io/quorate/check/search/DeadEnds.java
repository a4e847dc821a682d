package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Stuck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Tells of the furthest place that a search reached, in the words of the history. */
final class DeadEnds {
  private DeadEnds() {}

  static DeadEnd of(
      History history, Part part, Furthest furthest, String state, IntPredicate refused) {
    int[] path = furthest.path();
    boolean[] placed = new boolean[part.ids.length];
    for (int op : path) {
      placed[op] = true;
    }
    List<Stuck> stuck = new ArrayList<>();
    for (int op = 0; op < part.ids.length; op++) {
      if (!placed[op] && part.isInvokedAt(op, furthest.rank())) {
        stuck.add(new Stuck(history.operation(part.ids[op]), refused.test(op)));
      }
    }
    stuck.sort(Comparator.comparingInt(s -> s.operation().returnedAt()));
    return new DeadEnd(
        part.name,
        furthest.placed(),
        part.returned,
        new Order(history, part.ids(path)),
        state,
        List.copyOf(stuck));
  }
}
