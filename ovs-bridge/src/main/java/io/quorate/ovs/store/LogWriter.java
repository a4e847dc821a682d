package io.quorate.ovs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.HdrHistogram.SynchronizedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What a log does on its own two threads: one writes and syncs, the other makes and deletes files,
 * so that no sync waits for those. The first write or sync that fails is the last: what the system
 * then still holds in its cache may be taken for written and not be, and a second sync would say
 * that all is well (Rebello et al., "Can Applications Recover from fsync Failures?", ATC 2020).
 */
final class LogWriter {

  /** Longest time that is told apart from longer ones. */
  private static final long SYNC_NS_MAX = 3_600_000_000_000L;

  private static final int STAGING_BYTES = 1 << 20;

  private final LogFolder folder;
  private final LogMark mark;
  private final Segments segments;
  private final Consumer<String> failed;
  private final ExecutorService syncs = thread("log sync");
  private final ExecutorService files = thread("log files");
  private final SynchronizedHistogram syncNs = new SynchronizedHistogram(SYNC_NS_MAX, 3);
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final Slowness slowness = new Slowness();
  private volatile @Nullable String failure;

  /**
   * @param failed told once, on one of our threads
   */
  LogWriter(LogFolder folder, LogMark mark, Segments segments, Consumer<String> failed) {
    this.folder = folder;
    this.mark = mark;
    this.segments = segments;
    this.failed = failed;
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
  }

  /** Why nothing is written any more; null as long as it is. */
  @Nullable String failure() {
    return failure;
  }

  SynchronizedHistogram syncNs() {
    return syncNs;
  }

  /** Work with files. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Every sync takes so many times as long as it really takes. */
  void slow(long times) {
    slowness.set(times);
  }

  /**
   * Writes what was appended, and makes all durable that was written.
   *
   * @param group not to be touched until it is done
   * @param done run on our thread, and only if it is
   */
  void sync(Appended.Group group, Runnable done) {
    onSyncThread(
        () -> {
          long from = System.nanoTime();
          write(group);
          segments.force();
          slowness.delay(from);
          mark.synced(group.offset() + group.count());
          syncNs.recordValue(Math.min(System.nanoTime() - from, SYNC_NS_MAX));
          done.run();
        },
        new CompletableFuture<>());
  }

  /** Writes, and nothing more; waits for it. */
  void writeNow(Appended.Group group) {
    await(() -> write(group));
  }

  /** Runs on the thread of writes, behind all that was given to it; waits for it. */
  void await(Work work) {
    try {
      CompletableFuture<Void> finished = new CompletableFuture<>();
      onSyncThread(work, finished);
      finished.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(failure, e);
    }
  }

  private void onSyncThread(Work work, CompletableFuture<Void> finished) {
    on(
        syncs,
        () -> {
          if (failure != null) {
            throw new IOException(failure);
          }
          work.run();
        },
        finished);
  }

  private void on(ExecutorService thread, Work work, CompletableFuture<Void> finished) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
              finished.complete(null);
            } catch (IOException | RuntimeException | Error e) {
              fail(e, finished);
            }
          });
    } catch (RejectedExecutionException closed) {
      finished.completeExceptionally(closed);
    }
  }

  private void fail(Throwable e, CompletableFuture<Void> work) {
    boolean first = hasFailed.compareAndSet(false, true);
    String line = folder + ": the log cannot be written any more: " + e.getMessage();
    if (first) {
      failure = line;
    }
    work.completeExceptionally(e);
    if (first) {
      failed.accept(line);
    }
  }

  /** In pieces of the staging buffer, the last of which ends with the trailer. */
  private void write(Appended.Group group) throws IOException {
    if (group.count() == 0) {
      return;
    }
    mark.opened();
    int at = 0;
    while (at < group.count()) {
      int piece = Math.min(group.count() - at, STAGING_BYTES - Segments.TRAILER_BYTES);
      staging.clear().put(group.bytes(), at, piece);
      staging.put(segments.trailer(group.offset() + at + piece)).flip();
      segments.write(staging, group.offset() + at);
      at += piece;
    }
  }

  // ---------------------------------------------------------------- files

  /** Makes a segment on the other thread; one that cannot be made fails only what it gives. */
  CompletableFuture<Segment> makeSegment(long base) {
    CompletableFuture<Segment> made = new CompletableFuture<>();
    files.execute(
        () -> {
          try {
            made.complete(folder.makeSegment(base));
          } catch (IOException | RuntimeException | Error e) {
            made.completeExceptionally(e);
          }
        });
    return made;
  }

  /** Has the log begin later, durably, and then deletes what lies before. */
  void trim(long below, List<Segment> gone, Runnable done) {
    on(
        files,
        () -> {
          mark.trim(below);
          folder.delete(gone);
          done.run();
        },
        new CompletableFuture<>());
  }

  /** Ends both threads when what they were given is done. */
  void close() {
    slowness.set(1);
    syncs.close();
    files.close();
  }
}
