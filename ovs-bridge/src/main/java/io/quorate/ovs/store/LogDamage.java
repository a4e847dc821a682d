package io.quorate.ovs.store;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What faults do to the log of a member that has stopped: for runs in which things are broken on
 * purpose. The files themselves are damaged; whoever opens the log next has nothing else to go by.
 */
public final class LogDamage {

  private final Path folder;
  private final Random random;

  /**
   * @param folder of a log that no process has open
   * @param random draws where it is damaged
   */
  public LogDamage(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
  }

  /**
   * Leaves the end of the log as a write leaves it that the power has cut off: what was written and
   * not synced is gone from some byte on, or, if all was synced, a part of one more record stands
   * there. Nothing that was synced is touched.
   *
   * @throws BadFile if there is no log, or another process has it open
   */
  public void tear() {
    onLog(
        (taken, mark, segments) -> {
          Segments.End found = segments.findEnd(mark.start());
          long durable = Math.max(mark.durable(), mark.start());
          if (found.offset() > durable) {
            zero(segments, random.nextLong(durable, found.offset()));
          } else {
            segments.write(ByteBuffer.wrap(halfRecord(found.offset())), found.offset());
            segments.force();
          }
        });
  }

  private byte[] halfRecord(long durable) {
    byte[] whole =
        RecordCodec.encode(new StoreRecord.Voted(new Ballot(1, 1), 1, Value.NOOP), durable);
    byte[] half = new byte[Segments.TRAILER_BYTES];
    System.arraycopy(whole, 0, half, 0, random.nextInt(1, half.length));
    return half;
  }

  /**
   * Truncates the log somewhere within what was synced. The files have their length again
   * afterwards, with zeros, as a file system leaves them that has lost their last blocks.
   *
   * @param kept folder that is made, for the log as it was
   * @throws BadFile if there is no log, or another process has it open
   */
  public void lose(Path kept) {
    onLog(
        (taken, mark, segments) -> {
          copy(kept);
          if (mark.durable() > mark.start()) {
            long at = random.nextLong(mark.start(), mark.durable());
            for (Segment each : segments.from(at)) {
              truncate(each, Math.max(at, each.base()), taken.segmentBytes());
            }
          }
        });
  }

  private static void truncate(Segment segment, long at, int segmentBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(Segment.HEADER_BYTES + at - segment.base());
      channel.write(ByteBuffer.allocate(1), segmentBytes - 1L);
      channel.force(true);
    }
  }

  /**
   * Puts the log back as it was before {@link #lose}.
   *
   * @throws BadFile if that cannot be
   */
  public void putBack(Path kept) {
    try {
      for (Path each : files(folder)) {
        Files.delete(each);
      }
      for (Path each : files(kept)) {
        Files.move(each, folder.resolve(each.getFileName()));
      }
      Files.delete(kept);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void copy(Path kept) throws IOException {
    Files.createDirectories(kept);
    for (Path each : files(folder)) {
      Files.copy(each, kept.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Zeros from this offset on. */
  private static void zero(Segments segments, long at) throws IOException {
    segments.write(ByteBuffer.allocate(Math.toIntExact(segments.end() - at)), at);
    segments.force();
  }

  /** What is done with an open log's files. */
  @FunctionalInterface
  private interface Deed {
    void on(LogFolder folder, LogMark mark, Segments segments) throws IOException;
  }

  private void onLog(Deed deed) {
    try {
      LogFolder taken = LogFolder.take(folder);
      try {
        LogMark mark = taken.mark();
        Segments segments = taken.segments(mark.start());
        deed.on(taken, mark, segments);
        segments.close();
        mark.close();
      } finally {
        taken.release();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private BadFile failed(IOException e) {
    return BadFile.whole(
        folder.toString(), "the log cannot be damaged: " + e, "a member's log must be there");
  }
}
