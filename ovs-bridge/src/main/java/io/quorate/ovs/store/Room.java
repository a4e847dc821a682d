package io.quorate.ovs.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Room for what is appended to a log. It is taken by whole segments, one ahead of need, which are
 * made by the log's other thread.
 *
 * <p>For the log's owner.
 */
final class Room {

  /** Left to others on the file system. */
  private static final long SPARE_BYTES = 1 << 20;

  private final LogFolder folder;
  private final Segments segments;
  private final LogWriter writer;
  private final LogCounts counts;
  private final int payloadBytes;
  private final int segmentsMax;

  /** The segment behind the last, on its way; null if nobody makes one. */
  private @Nullable CompletableFuture<Segment> coming;

  /** The last segment to be made ahead of need could not be. */
  private boolean scarce;

  /** Somebody wants the disk to be taken for full. */
  private boolean barred;

  Room(
      LogFolder folder, Segments segments, LogWriter writer, LogCounts counts, LogOptions options) {
    this.folder = folder;
    this.segments = segments;
    this.writer = writer;
    this.counts = counts;
    this.payloadBytes = folder.segmentBytes() - Segment.HEADER_BYTES;
    this.segmentsMax = (int) Math.max(3, options.capacityBytes() / folder.segmentBytes());
  }

  /** From now on there is none; or as much as there is. */
  void bar(boolean on) {
    barred = on;
  }

  /** Sees to it that there are files up to this offset, and has the next made ahead. */
  boolean isMadeUpTo(long offset) {
    if (barred) {
      return false;
    }
    take(false);
    long need = offset + Segments.TRAILER_BYTES;
    while (segments.end() < need) {
      if (!makeNext() || !take(true)) {
        return false;
      }
    }
    if (!scarce && segments.end() - need < payloadBytes / 2) {
      makeNext();
    }
    return true;
  }

  /** True if a segment is on its way. */
  private boolean makeNext() {
    if (coming == null && segments.count() < segmentsMax) {
      coming = writer.makeSegment(segments.end());
    }
    return coming != null;
  }

  /** Takes the segment that was on its way, if it is made or must be waited for. */
  boolean take(boolean wait) {
    CompletableFuture<Segment> next = coming;
    if (next == null || (!wait && !next.isDone())) {
      return false;
    }
    coming = null;
    try {
      segments.add(next.join());
      counts.segmentMade();
      scarce = false;
      return true;
    } catch (CompletionException noRoom) {
      scarce = true;
      return false;
    }
  }

  /** True if a log that ends here would find room for so many bytes. */
  boolean isThere(long end, long more) {
    if (barred) {
      return false;
    }
    long left = segments.end() - end - Segments.TRAILER_BYTES;
    if (more <= left) {
      return true;
    }
    long needed = (more - left + payloadBytes - 1) / payloadBytes;
    try {
      return segments.count() + needed <= segmentsMax
          && folder.usableBytes() >= needed * folder.segmentBytes() + SPARE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
