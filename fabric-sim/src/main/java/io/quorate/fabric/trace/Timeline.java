package io.quorate.fabric.trace;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A recorded timeline, {@code timeline.jsonl}, shown on a terminal. */
public final class Timeline {

  private Timeline() {}

  /**
   * Draws the events that a filter shows, in columns for the nodes that they touch; at the end the
   * violations of invariants, whatever the filter.
   *
   * @param file the timeline
   * @param filter which events
   * @param nodes all nodes of the fabric in the order in which they should stand; others follow
   * @param width longest line
   * @param out receives the lines
   * @return events drawn, those at the end not counted
   * @throws BadFile when the file cannot be read, or a line in it is no event
   */
  public static long show(
      Path file,
      TimelineFilter filter,
      List<String> nodes,
      int width,
      TimelineStyle style,
      Appendable out) {
    TimelineView view = new TimelineView(out, columns(file, filter, nodes), width, style);
    List<TraceEvent> violations = new ArrayList<>();
    long[] drawn = new long[1];
    TimelineReader.read(
        file,
        event -> {
          if (filter.shows(event)) {
            view.draw(event);
            drawn[0]++;
          }
          if (event.isViolation()) {
            violations.add(event);
          }
        });
    tell(violations, width, out);
    return drawn[0];
  }

  private static void tell(List<TraceEvent> violations, int width, Appendable out) {
    try {
      for (TraceEvent each : violations) {
        String text = String.format(Locale.ROOT, "%.9f s: %s", each.timeNs() / 1e9, each.text());
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        out.append('\n')
            .append(Wrapped.join(List.of(plain.split(" ", -1)), " ", width))
            .append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> columns(Path file, TimelineFilter filter, List<String> nodes) {
    Set<String> touched = new LinkedHashSet<>();
    TimelineReader.read(
        file,
        event -> {
          if (filter.shows(event)) {
            touched.add(event.node());
            touched.add(event.peer());
          }
        });
    touched.remove("");
    List<String> columns = new ArrayList<>(nodes);
    columns.retainAll(touched);
    touched.removeAll(columns);
    columns.addAll(touched);
    return columns;
  }
}
