package io.quorate.fabric.trace;

import java.util.List;

/** The characters with which a timeline is drawn. */
public enum TimelineStyle {
  /** Box-drawing characters; each is one column wide. */
  UNICODE('│', '─', '○', '▶', '◀', '✗', '◆', '■', '★', '▲', '…'),
  /** For terminals without UTF-8. */
  ASCII('|', '-', 'o', '>', '<', 'x', '*', '#', '!', '^', '~');

  final char lifeline;
  final char shaft;
  final char tail;
  final char headRight;
  final char headLeft;
  final char lost;
  final char cut;

  private final char chosen;
  private final char delivered;
  private final char election;
  private final char fault;

  TimelineStyle(
      char lifeline,
      char shaft,
      char tail,
      char headRight,
      char headLeft,
      char lost,
      char chosen,
      char delivered,
      char election,
      char fault,
      char cut) {
    this.lifeline = lifeline;
    this.shaft = shaft;
    this.tail = tail;
    this.headRight = headRight;
    this.headLeft = headLeft;
    this.lost = lost;
    this.chosen = chosen;
    this.delivered = delivered;
    this.election = election;
    this.fault = fault;
    this.cut = cut;
  }

  /** The mark of an event in its node's column. */
  char markOf(TraceEvent.Kind kind) {
    return switch (kind) {
      case SEND, RECEIVE, DROP -> tail;
      case CHOSEN -> chosen;
      case DELIVERED -> delivered;
      case ELECTION -> election;
      case FAULT -> fault;
      case REQUEST -> '?';
      case RETRY -> '@';
      case REPLY -> '=';
      case CONFIGURATION -> '%';
      case NOTE -> '+';
    };
  }

  /** A line that explains the marks. */
  public String legend() {
    return legend(Integer.MAX_VALUE);
  }

  /**
   * Explains the marks.
   *
   * @param width longest line; an entry is never divided
   * @return lines, without a newline behind the last
   */
  public String legend(int width) {
    List<String> entries =
        List.of(
            "" + tail + shaft + shaft + headRight + " frame arrives",
            "" + tail + shaft + shaft + lost + " frame lost",
            chosen + " chosen",
            delivered + " delivered",
            election + " election",
            fault + " fault",
            "? request",
            "@ request again",
            "= reply",
            "% configuration",
            "+ note");
    return Wrapped.join(entries, "   ", width);
  }
}
