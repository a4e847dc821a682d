package io.quorate.cli;

/**
 * Progress on standard error: on a terminal one line that is rewritten, elsewhere a line now and
 * then. A line that comes too soon after the last is left out.
 */
final class StatusLine implements AutoCloseable {

  private static final long REWRITE_NS = 100_000_000;
  private static final String CLEAR = "\r\u001b[K";

  private final Console console;
  private final long intervalNs;
  private long shownNs;
  private boolean standing;

  /**
   * A line that is still empty.
   *
   * @param sparseNs between two lines where they are not rewritten
   */
  StatusLine(Console console, long sparseNs) {
    this.console = console;
    this.intervalNs = console.rewrites() ? REWRITE_NS : sparseNs;
    this.shownNs = System.nanoTime() - (console.rewrites() ? REWRITE_NS : 0);
  }

  /** True when a line would be shown; asked before the line is made. */
  boolean isDue() {
    return System.nanoTime() - shownNs >= intervalNs;
  }

  /** Shows a line. */
  void show(String text) {
    shownNs = System.nanoTime();
    if (console.rewrites()) {
      int room = Math.max(1, console.columns() - 1);
      console.err().print(CLEAR + (text.length() <= room ? text : text.substring(0, room)));
      standing = true;
    } else {
      console.err().println(text);
    }
    console.err().flush();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (standing) {
      console.err().print(CLEAR);
      console.err().flush();
      standing = false;
    }
  }
}
