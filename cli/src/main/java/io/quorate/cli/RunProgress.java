package io.quorate.cli;

import io.quorate.fabric.run.Progress;
import java.util.Locale;

/** Shows how far a run is. */
final class RunProgress implements Progress, AutoCloseable {

  private static final long SPARSE_NS = 1_000_000_000;
  private static final double NS_PER_S = 1e9;

  private final StatusLine line;

  RunProgress(Console console) {
    this.line = new StatusLine(console, SPARSE_NS);
  }

  @Override
  public void show(Status status) {
    if (line.isDue()) {
      line.show(text(status));
    }
  }

  private static String text(Status status) {
    String phase =
        status.nowNs() < status.durationNs()
            ? String.format(Locale.ROOT, "of %.1f s", status.durationNs() / NS_PER_S)
            : "healed";
    return String.format(
        Locale.ROOT,
        "%6.2f s %s  %d answered  %s  %s  %s now",
        status.nowNs() / NS_PER_S,
        phase,
        status.answered(),
        counted(status.slots(), "slot"),
        counted(status.elections(), "election"),
        counted(status.activeFaults(), "fault"));
  }

  private static String counted(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  @Override
  public void close() {
    line.close();
  }
}
