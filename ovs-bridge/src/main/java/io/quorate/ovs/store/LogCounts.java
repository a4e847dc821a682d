package io.quorate.ovs.store;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Counts what a log does; read by any thread. */
final class LogCounts {

  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong segmentsMade = new AtomicLong();
  private final AtomicLong segmentsDeleted = new AtomicLong();

  void appended(int length) {
    records.incrementAndGet();
    bytes.addAndGet(length);
  }

  void refused() {
    refused.incrementAndGet();
  }

  void segmentMade() {
    segmentsMade.incrementAndGet();
  }

  void segmentsDeleted(int count) {
    segmentsDeleted.addAndGet(count);
  }

  LogFigures figures(int segmentBytes, Histogram times) {
    return new LogFigures(
        records.get(),
        bytes.get(),
        refused.get(),
        times.getTotalCount(),
        segmentsMade.get(),
        segmentsDeleted.get(),
        segmentBytes,
        new LogFigures.SyncTimes(
            times.getValueAtPercentile(50),
            times.getValueAtPercentile(90),
            times.getValueAtPercentile(99),
            times.getValueAtPercentile(99.9),
            times.getMaxValue()));
  }
}
