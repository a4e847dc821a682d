package io.quorate.ovs.store;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.program.LogDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one member on real files: a folder of segments that are filled with zeros before they
 * are used, appended to at the end and deleted at the beginning.
 *
 * <p>All methods but {@link #figures} are for one thread, the owner's. {@link #append} only copies
 * into memory. {@link #sync} hands what was appended to a thread of the log's own, which writes it
 * with one call (one for each file and for each MiB), syncs it ({@code fdatasync}), and has the
 * owner's executor run what was to be done then. {@link #read} and {@link #cut} wait for the disk;
 * they are for starts. A log can be gone on with in the same process: {@code Journal.crash}, then
 * {@code Journal.read}.
 *
 * <p><b>No room.</b> Room is taken by whole segments, one ahead of need. If the next one cannot be
 * made, or the capacity is used up, {@code append} returns false and has added nothing; when there
 * is room again ({@link #hasRoom}) the member can start anew.
 *
 * <p><b>Failure.</b> A write or sync that fails is never tried again: nothing is acknowledged from
 * then on, {@code append} returns false, {@code hasRoom} is false, and the executor runs {@code
 * failed} with one line. The member has to stop.
 *
 * <p><b>After a crash.</b> {@code read} gives all that may have reached the disk, and {@code
 * LogReader} decides what of it is torn or damaged. {@link #start} may then be an earlier {@code
 * trim} than the last: the beginning of the log is moved durably only when a file can be deleted.
 * What a log that was closed in order has lost since, it refuses to open, or to cut off.
 */
public final class WriteAheadLog implements LogDisk, AutoCloseable {

  private final LogFolder folder;
  private final LogMark mark;
  private final Segments segments;
  private final LogWriter writer;
  private final Executor owner;
  private final LogCounts counts = new LogCounts();
  private final Appended appended;
  private final Room room;
  private long start;

  /** Below this nothing may be cut off: it was there when the log was closed. */
  private long closedAt;

  /** False until what a crash has torn is cut off. */
  private boolean sound;

  private boolean closed;

  private WriteAheadLog(
      LogFolder folder,
      LogMark mark,
      Segments segments,
      LogOptions options,
      Executor owner,
      Consumer<String> failed)
      throws IOException {
    this.folder = folder;
    this.mark = mark;
    this.segments = segments;
    this.owner = owner;
    Segments.End found = segments.findEnd(mark.start());
    this.start = mark.start();
    this.appended = new Appended(found.offset());
    this.sound = found.whole();
    this.closedAt = mark.closedAt();
    if (closedAt != LogMark.OPEN && !(found.whole() && found.offset() == closedAt)) {
      throw Segment.damaged(
          Path.of(folder.toString()), "it ended at byte " + closedAt + " and does no more");
    }
    this.writer =
        new LogWriter(folder, mark, segments, line -> owner.execute(() -> failed.accept(line)));
    this.room = new Room(folder, segments, writer, counts, options);
  }

  /**
   * Opens a log, or makes a new one in a folder that is empty or not there.
   *
   * @param owner runs what is to be done after a sync on the owner's thread, never within a call to
   *     this object
   * @param failed told in one line, once, that the log has failed for good; run by {@code owner}
   * @throws BadFile if the folder is another's, is open already, is damaged or cannot be used
   */
  public static WriteAheadLog open(
      Path folder,
      LogIdentity identity,
      LogOptions options,
      Executor owner,
      Consumer<String> failed) {
    return open(folder, identity, options, owner, failed, FileChannel::open);
  }

  static WriteAheadLog open(
      Path folder,
      LogIdentity identity,
      LogOptions options,
      Executor owner,
      Consumer<String> failed,
      Opening opening) {
    LogFolder taken = null;
    try {
      taken = LogFolder.take(folder, identity, options.segmentBytes(), opening);
      LogMark mark = taken.mark();
      Segments segments = taken.segments(mark.start());
      WriteAheadLog log = new WriteAheadLog(taken, mark, segments, options, owner, failed);
      taken = null;
      return log;
    } catch (IOException e) {
      throw BadFile.whole(
          folder.toString(),
          "the log cannot be opened: " + e,
          "it needs a folder of its own on a disk with room, which may be written to");
    } finally {
      release(taken);
    }
  }

  private static void release(@Nullable LogFolder folder) {
    if (folder != null) {
      try {
        folder.release();
      } catch (IOException e) {
        // Nothing was written; why it is let go is told already.
      }
    }
  }

  @Override
  public long start() {
    return start;
  }

  /** Offset behind the last byte that was appended. */
  public long end() {
    return appended.end();
  }

  @Override
  public long durable() {
    return mark.durable();
  }

  /**
   * @throws IllegalStateException if the log has failed
   */
  @Override
  public byte[] read() {
    flush();
    byte[][] read = {{}};
    writer.await(() -> read[0] = segments.read(start, appended.end()));
    return read[0];
  }

  private void flush() {
    if (appended.isEmpty()) {
      writer.await(() -> {});
    } else {
      Appended.Group group = appended.take();
      writer.writeNow(group);
      appended.giveBack(group);
    }
  }

  /**
   * Throws away what is there from this offset on, and makes durable what is before it.
   *
   * @throws BadFile if that was there when the log was closed
   * @throws IllegalStateException if the log has failed
   */
  @Override
  public void cut(long at) {
    if (at < start || at > end()) {
      throw new IllegalArgumentException("cut at " + at + " of " + start + ".." + end());
    }
    if (at < closedAt) {
      throw Segment.damaged(
          Path.of(folder.toString()),
          "what was whole up to byte " + closedAt + " is not after " + at);
    }
    byte[] there = read();
    long written = end();
    writer.await(
        () -> {
          mark.opened();
          segments.rewrite(start, there, (int) (at - start));
          segments.endAt(at, Math.min(written + Segments.TRAILER_BYTES, segments.end()));
          mark.synced(at);
        });
    closedAt = LogMark.OPEN;
    sound = true;
    appended.goOnAt(at);
  }

  /**
   * @throws IllegalArgumentException if that is not within the log
   */
  @Override
  public void trim(long below) {
    if (below < start || below > appended.writtenTo()) {
      throw new IllegalArgumentException(
          "trim below " + below + " of " + start + ".." + appended.writtenTo());
    }
    start = below;
    List<Segment> gone = segments.takeBelow(below);
    if (!gone.isEmpty()) {
      writer.trim(below, gone, () -> counts.segmentsDeleted(gone.size()));
    }
  }

  /**
   * @throws IllegalStateException if a crash has torn the log and nothing was cut off yet
   */
  @Override
  public boolean append(byte[] more) {
    if (!sound) {
      throw new IllegalStateException("a torn log is read and cut before it is gone on with");
    }
    if (closed || writer.failure() != null || !room.isMadeUpTo(end() + more.length)) {
      counts.refused();
      return false;
    }
    appended.add(more);
    counts.appended(more.length);
    return true;
  }

  @Override
  public void sync(Runnable done) {
    if (!closed) {
      Appended.Group group = appended.take();
      writer.sync(group, () -> owner.execute(() -> synced(group, done)));
    }
  }

  private void synced(Appended.Group group, Runnable done) {
    appended.giveBack(group);
    if (!closed) {
      done.run();
    }
  }

  @Override
  public boolean hasRoom(long more) {
    return !closed && writer.failure() == null && room.isThere(end(), more);
  }

  // ---------------------------------------------------------------- faults

  /**
   * Has the log take nothing more, as if its disk were full, or again as much as there is room for.
   */
  public void fill(boolean on) {
    room.bar(on);
  }

  /**
   * Has every sync take so many times as long as it really takes, also the one under way.
   *
   * @param times 1 for as long as it takes
   */
  public void slow(long times) {
    writer.slow(times);
  }

  // ---------------------------------------------------------------- figures, end

  /** What the log has done since it was opened; for any thread. */
  public LogFigures figures() {
    return counts.figures(folder.segmentBytes(), writer.syncNs().copy());
  }

  /**
   * Makes durable all that was appended, notes that the log was closed in order, and lets go of the
   * folder. What waits for a sync is not run any more. A second call does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (writer.failure() == null) {
      finish();
    }
    abandon();
  }

  private void finish() {
    try {
      flush();
      long last = end();
      boolean whole = sound;
      writer.await(
          () -> {
            segments.force();
            mark.synced(last);
            if (whole) {
              mark.closed(last);
            }
          });
    } catch (IllegalStateException failure) {
      // It was told, and the log is not marked as closed.
    }
  }

  /** Lets go of the folder and leaves everything as a killed process would. */
  void abandon() {
    closed = true;
    writer.close();
    room.take(false);
    try {
      segments.close();
      mark.close();
      folder.release();
    } catch (IOException e) {
      // All that had to be written was.
    }
  }
}
