package io.quorate.ovs.live;

import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.HistoryRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One history of those that several processes of one machine have recorded, in the order of their
 * times. Those are of one monotonic clock; an invocation's time is taken before its datagram is
 * sent and an answer's after it was received, so an operation that ended before another began on
 * any host stands before it.
 */
final class MergedHistory {

  /** A fault that began or ended. */
  record FaultMark(String what, String fault, long timeNs) {}

  private MergedHistory() {}

  /**
   * Merges.
   *
   * @param files histories of processes with different numbers
   * @param faults to stand in it as annotations
   * @param originNs time that becomes 0
   */
  static History of(List<Path> files, List<FaultMark> faults, long originNs) {
    List<Event> events = new ArrayList<>();
    for (Path file : files) {
      if (hasEvents(file)) {
        HistoryReader.read(file).forEachEvent(events::add, annotation -> {});
      }
    }
    events.sort(Comparator.comparingLong(Event::timeNs));
    HistoryRecorder merged = new HistoryRecorder();
    int mark = 0;
    for (Event event : events) {
      while (mark < faults.size() && faults.get(mark).timeNs() <= event.timeNs()) {
        record(merged, faults.get(mark++), originNs);
      }
      record(merged, event, event.timeNs() - originNs);
    }
    while (mark < faults.size()) {
      record(merged, faults.get(mark++), originNs);
    }
    return merged.history();
  }

  /** The file of a client that asked nothing is empty. */
  private static boolean hasEvents(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(HistoryRecorder merged, FaultMark fault, long originNs) {
    merged.fault(fault.what(), fault.fault(), fault.timeNs() - originNs);
  }

  private static void record(HistoryRecorder merged, Event event, long timeNs) {
    switch (event.type()) {
      case INVOKE -> {
        int number = merged.invoke(event.process(), event.f(), event.key(), event.value(), timeNs);
        assert number >= 0 : "operations are numbered";
      }
      case OK -> merged.ok(event.process(), event.value(), timeNs);
      case FAIL -> merged.fail(event.process(), event.error(), timeNs);
      case INFO -> merged.info(event.process(), event.error(), timeNs);
    }
  }
}
