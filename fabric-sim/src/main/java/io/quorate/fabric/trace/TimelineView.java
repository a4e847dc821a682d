package io.quorate.fabric.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Draws a timeline for a terminal: a line for each event, a column for each node.
 *
 * <pre>
 *          seconds  S1          S2          S3
 *      0.000412350  ○───────────▶ ACCEPT slot=17 b=1.1
 *      0.000415020  ○───────────────────────✗ ACCEPT slot=17 b=1.1: injected loss
 *      0.000512350  │           ◆ slot=17   │
 * </pre>
 *
 * <p>A frame is drawn from the column where it left to that where it arrived; words stand to the
 * right of the mark, or to its left where the line is too short. Lines are never longer than the
 * width; what does not fit is cut. What happens at no column's node is marked at the left edge.
 */
public final class TimelineView {

  private static final int TIME_CHARS = 16;
  private static final int GAP = 2;
  private static final int COLUMN_CHARS_MIN = 4;
  private static final int COLUMN_CHARS_MAX = 16;
  private static final int WORDS_CHARS_MIN = 24;
  private static final int LINES_BETWEEN_HEADERS = 50;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final Appendable out;
  private final List<String> columns;
  private final int columnChars;
  private final int width;
  private final TimelineStyle style;
  private final char[] line;
  private long lineCount;

  /**
   * A view on these columns.
   *
   * @param columns names of nodes, from left to right; events elsewhere are drawn in the margin
   * @param width longest line, in characters; at least 60 is used
   */
  public TimelineView(Appendable out, List<String> columns, int width, TimelineStyle style) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.width = Math.max(60, width);
    this.style = style;
    int room = this.width - TIME_CHARS - GAP - WORDS_CHARS_MIN;
    int share = columns.isEmpty() ? COLUMN_CHARS_MAX : room / columns.size();
    this.columnChars = Math.clamp(share, COLUMN_CHARS_MIN, COLUMN_CHARS_MAX);
    this.line = new char[this.width];
  }

  /**
   * Draws an event.
   *
   * @throws UncheckedIOException when the output fails
   */
  public void draw(TraceEvent event) {
    if (lineCount++ % LINES_BETWEEN_HEADERS == 0) {
      header();
    }
    blank();
    time(event.timeNs());
    int at = columnOf(event.node());
    int peerAt = event.kind().isFrame() ? columnOf(event.peer()) : -1;
    String words = words(event, at, peerAt);
    if (at < 0) {
      line[0] = style.markOf(event.kind());
      place(words, TIME_CHARS + GAP - 2, TIME_CHARS + GAP - 2);
    } else if (peerAt >= 0 && event.kind() != TraceEvent.Kind.SEND) {
      arrow(event, at, peerAt);
      place(words, Math.min(at, peerAt), Math.max(at, peerAt));
    } else {
      line[at] = style.markOf(event.kind());
      place(words, at, at);
    }
    flush();
  }

  private void header() {
    Arrays.fill(line, ' ');
    put(TIME_CHARS - "seconds".length(), "seconds");
    for (int i = 0; i < columns.size() && position(i) < width; i++) {
      String name = columns.get(i);
      int room = columnChars - 1;
      put(position(i), name.length() <= room ? name : name.substring(0, room));
    }
    flush();
  }

  private void blank() {
    Arrays.fill(line, ' ');
    for (int i = 0; i < columns.size() && position(i) < width; i++) {
      line[position(i)] = style.lifeline;
    }
  }

  private void time(long timeNs) {
    String seconds = Long.toString(timeNs / NS_PER_SECOND);
    String fraction = Long.toString(NS_PER_SECOND + timeNs % NS_PER_SECOND).substring(1);
    String text = seconds + "." + fraction;
    put(Math.max(0, TIME_CHARS - text.length()), text);
  }

  private int position(int column) {
    return TIME_CHARS + GAP + column * columnChars;
  }

  /** Where a node's column is, or -1 when it has none on this screen. */
  private int columnOf(String node) {
    int column = columns.indexOf(node);
    return column >= 0 && position(column) < width ? position(column) : -1;
  }

  private void arrow(TraceEvent event, int at, int peerAt) {
    boolean received = event.kind() == TraceEvent.Kind.RECEIVE;
    int tail = received ? peerAt : at;
    int head = received ? at : peerAt;
    Arrays.fill(line, Math.min(tail, head), Math.max(tail, head), style.shaft);
    line[tail] = style.tail;
    line[head] = !received ? style.lost : tail < head ? style.headRight : style.headLeft;
  }

  private static String words(TraceEvent event, int at, int peerAt) {
    StringBuilder words = new StringBuilder();
    if (at < 0 && !event.node().isEmpty()) {
      words.append(event.node()).append(": ");
    }
    // A frame's reason may be long and be cut; slot and ballot stand before it.
    int reason = event.kind().isFrame() ? event.text().indexOf(TraceEvent.REASON) : -1;
    words.append(reason < 0 ? event.text() : event.text().substring(0, reason));
    if (event.slot() != TraceEvent.NO_SLOT) {
      words.append(words.isEmpty() ? "slot=" : " slot=").append(event.slot());
    }
    if (!event.ballot().isEmpty()) {
      words.append(" b=").append(event.ballot());
    }
    if (event.kind().isFrame() && (peerAt < 0 || event.kind() == TraceEvent.Kind.SEND)) {
      boolean received = event.kind() == TraceEvent.Kind.RECEIVE;
      words.append(received ? " from " : " to ").append(event.peer());
    }
    words.append(reason < 0 ? "" : event.text().substring(reason));
    return words.toString();
  }

  /** Puts words right of the marks, or left of them where that is where they fit. */
  private void place(String words, int leftMark, int rightMark) {
    if (words.isEmpty()) {
      return;
    }
    int right = rightMark + 2;
    int left = leftMark - 1 - words.length();
    if (right + words.length() > width && left >= TIME_CHARS + GAP) {
      put(left, words);
    } else {
      put(right, words);
      int after = right + words.length();
      if (after < width) {
        line[after] = ' ';
      }
    }
  }

  /** Writes into the line, cut at its end. */
  private void put(int at, String text) {
    int room = Math.max(0, width - at);
    int length = Math.min(room, text.length());
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line[at + i] = Character.isISOControl(c) ? '?' : c;
    }
    if (length < text.length() && length > 0) {
      line[width - 1] = style.cut;
    }
  }

  private void flush() {
    int end = width;
    while (end > 0 && line[end - 1] == ' ') {
      end--;
    }
    try {
      out.append(new String(line, 0, end)).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
