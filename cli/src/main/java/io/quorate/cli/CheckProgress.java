package io.quorate.cli;

import java.nio.file.Path;
import java.util.Locale;

/** Shows which history is being judged, and for how long already. */
final class CheckProgress implements AutoCloseable {

  private static final long SPARSE_NS = 10_000_000_000L;
  private static final long TICK_MS = 200;
  private static final double NS_PER_S = 1e9;

  private final StatusLine line;
  private final int total;
  private final Thread ticker;
  private int done;
  private String file = "";
  private long beganNs;
  private boolean closed;

  /**
   * A line that is still empty.
   *
   * @param total how many histories there are; 0 for no progress
   */
  CheckProgress(Console console, int total) {
    this.line = new StatusLine(console, SPARSE_NS);
    this.total = total;
    this.ticker = Thread.ofPlatform().daemon().name("check-progress").unstarted(this::tick);
    ticker.start();
  }

  /** The next history is begun. */
  synchronized void begin(Path next) {
    file = next.toString();
    beganNs = System.nanoTime();
    show();
  }

  /** A history is finished; the line goes, so that something can be printed in its place. */
  synchronized void end() {
    done++;
    file = "";
    line.close();
  }

  private synchronized void show() {
    if (total > 0 && !closed && !file.isEmpty() && line.isDue()) {
      String count = total == 1 ? "" : String.format(Locale.ROOT, "%d of %d  ", done + 1, total);
      double seconds = (System.nanoTime() - beganNs) / NS_PER_S;
      line.show(String.format(Locale.ROOT, "%s%s  %.1f s", count, file, seconds));
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(TICK_MS);
        show();
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    ticker.interrupt();
    line.close();
  }
}
