package io.quorate.cli;

import io.quorate.fabric.campaign.SoakProgress;
import java.util.Locale;

/** Shows how far a campaign is. */
final class SoakBar implements SoakProgress, AutoCloseable {

  private static final long SPARSE_NS = 10_000_000_000L;
  private static final int CELLS = 30;
  private static final double NS_PER_S = 1e9;

  private final StatusLine line;

  SoakBar(Console console) {
    this.line = new StatusLine(console, SPARSE_NS);
  }

  @Override
  public void show(Status status) {
    if (line.isDue()) {
      line.show(text(status));
    }
  }

  private static String text(Status status) {
    double share = (double) status.done() / status.total();
    int filled = (int) (share * CELLS);
    double seconds = status.elapsedNs() / NS_PER_S;
    double leftS = status.done() == 0 ? 0 : seconds / share - seconds;
    return String.format(
        Locale.ROOT,
        "[%s%s] %d of %d seeds  %.2f a second  %.0f s left",
        "#".repeat(filled),
        ".".repeat(CELLS - filled),
        status.done(),
        status.total(),
        status.done() / Math.max(1e-9, seconds),
        leftS);
  }

  @Override
  public void close() {
    line.close();
  }
}
