package io.quorate.check.knossos;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Returns that are still to be written, by their place in the order of events. */
final class PendingReturns {
  private record Due(int at, Line line) {}

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingInt(Due::at));

  void add(int at, Line line) {
    queue.add(new Due(at, line));
  }

  /** Writes those that come before a place. */
  void before(int at, List<Line> lines) {
    while (!queue.isEmpty() && queue.element().at() < at) {
      lines.add(queue.remove().line());
    }
  }
}
