package io.quorate.ovs.store;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one log, held by one process at a time.
 *
 * <pre>
 *   lock                       locked by the process that has the log open; holds its number
 *   identity                   whose log it is, its own random number, the size of its segments
 *   mark                       see LogMark; made last, so without one nothing was ever kept here
 *   00000000000000000000.seg   a segment, named by the offset of its first byte
 *   *.new                      half made; thrown away
 * </pre>
 */
final class LogFolder {

  private static final String LOCK = "lock";
  private static final String IDENTITY = "identity";
  private static final String NEW = ".new";
  private static final Pattern IDENTITY_LINES =
      Pattern.compile("(?s)(.*)log ([0-9a-f]{16})\nsegment-bytes ([0-9]{1,10})\n");
  private static final Pattern SEGMENT_NAME = Pattern.compile("([0-9]{20})\\.seg");
  private static final int IDENTITY_BYTES_MAX = 4096;

  /** Held by this process. Closing any other channel of a lock's file would let go of the lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Opening opening;
  private final FileChannel lockChannel;
  private long logNumber;
  private int segmentBytes;

  private LogFolder(Path folder, Opening opening, FileChannel lockChannel) {
    this.folder = folder;
    this.opening = opening;
    this.lockChannel = lockChannel;
  }

  /**
   * Takes a folder, which is made if it is not there.
   *
   * @throws BadFile if another process has it, or it is the log of another
   */
  static LogFolder take(Path folder, LogIdentity identity, int segmentBytes, Opening opening)
      throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    return take(real, opening, taken -> taken.identify(identity, segmentBytes));
  }

  /**
   * Takes a folder that is there, whosever log it is.
   *
   * @throws BadFile if another process has it, or there is no log
   */
  static LogFolder take(Path folder) throws IOException {
    return take(folder.toRealPath(), FileChannel::open, LogFolder::identify);
  }

  /** How a folder is looked at before it is taken for a log's. */
  @FunctionalInterface
  private interface Look {
    void at(LogFolder folder) throws IOException;
  }

  private static LogFolder take(Path real, Opening opening, Look first) throws IOException {
    LogFolder taken = new LogFolder(real, opening, lock(real));
    try {
      first.at(taken);
      return taken;
    } catch (IOException | RuntimeException e) {
      taken.release();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    if (!HELD.add(folder)) {
      throw heldBy(folder, "this process");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String holder = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        throw heldBy(folder, "process " + holder);
      }
      channel.truncate(0);
      byte[] own = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(own), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      HELD.remove(folder);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static BadFile heldBy(Path folder, String holder) {
    return BadFile.whole(
        folder.toString(),
        "the log is open in " + holder,
        "stop that, or give this member another folder");
  }

  private void identify(LogIdentity identity, int segmentBytesWanted) throws IOException {
    Path file = folder.resolve(IDENTITY);
    if (!Files.exists(file)) {
      if (!segmentFiles().isEmpty() || Files.exists(folder.resolve(LogMark.NAME))) {
        throw Segment.damaged(file, "it is gone, but there is a log");
      }
      long number = new SecureRandom().nextLong();
      String text =
          identity.text() + "log %016x\nsegment-bytes %d\n".formatted(number, segmentBytesWanted);
      make(file, StandardCharsets.UTF_8.encode(text));
    }
    identity.check(folder.toString(), identify());
  }

  /** Reads the log's own lines; gives those that say whose it is. */
  private String identify() throws IOException {
    Path file = folder.resolve(IDENTITY);
    if (Files.size(file) > IDENTITY_BYTES_MAX) {
      throw Segment.damaged(file, "it is damaged");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Matcher lines = IDENTITY_LINES.matcher(text);
    if (!lines.matches()) {
      throw Segment.damaged(file, "it is damaged");
    }
    logNumber = Long.parseUnsignedLong(lines.group(2), 16);
    long bytes = Long.parseLong(lines.group(3));
    if (bytes < LogOptions.SEGMENT_BYTES_MIN
        || bytes > 1 << 30
        || bytes % Segment.HEADER_BYTES != 0) {
      throw Segment.damaged(file, "it is damaged");
    }
    segmentBytes = (int) bytes;
    return lines.group(1);
  }

  long logNumber() {
    return logNumber;
  }

  int segmentBytes() {
    return segmentBytes;
  }

  /** Reads the mark, or makes one for a log that is new. */
  LogMark mark() throws IOException {
    Path file = folder.resolve(LogMark.NAME);
    if (!Files.exists(file)) {
      for (Path segment : segmentFiles()) {
        Files.delete(segment);
      }
      Segment first = makeSegment(0);
      Segments alone = new Segments(logNumber);
      alone.add(first);
      alone.endAt(0, 0);
      first.close();
      make(file, LogMark.fresh(logNumber));
    }
    FileChannel channel = opening.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return LogMark.of(file, channel, logNumber);
  }

  /**
   * Opens all segments from the one on that holds the log's first byte, and throws away what lies
   * before, or was never finished.
   *
   * @throws BadFile if one is damaged or missing
   */
  Segments segments(long start) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path half : files.filter(each -> each.toString().endsWith(NEW)).toList()) {
        Files.delete(half);
      }
    }
    int payloadBytes = segmentBytes - Segment.HEADER_BYTES;
    long next = start / payloadBytes * payloadBytes;
    Segments segments = new Segments(logNumber);
    for (Path file : segmentFiles()) {
      long base = base(file);
      if (base < start / payloadBytes * payloadBytes) {
        Files.delete(file);
        continue;
      }
      if (base != next) {
        throw Segment.damaged(file, "the segment that begins at byte " + next + " is gone");
      }
      segments.add(open(file, base));
      next += payloadBytes;
    }
    if (segments.count() == 0) {
      throw Segment.damaged(folder, "the segment that begins at byte " + next + " is gone");
    }
    syncFolder();
    return segments;
  }

  private Segment open(Path file, long base) throws IOException {
    FileChannel channel = opening.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return Segment.of(file, channel, logNumber, base, segmentBytes);
  }

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> base(each) >= 0).sorted().toList();
    }
  }

  private static long base(Path file) {
    Matcher name = SEGMENT_NAME.matcher(file.getFileName().toString());
    if (!name.matches() || name.group(1).compareTo("09223372036854775807") > 0) {
      return -1;
    }
    return Long.parseLong(name.group(1));
  }

  /** Makes a segment; of one that cannot be made nothing stays. */
  Segment makeSegment(long base) throws IOException {
    Path file = folder.resolve("%020d.seg".formatted(base));
    Path half = folder.resolve(file.getFileName() + NEW);
    FileChannel channel = create(half);
    try {
      Segment.fill(channel, logNumber, base, segmentBytes);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      return new Segment(file, channel, base, segmentBytes);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(half);
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private FileChannel create(Path file) throws IOException {
    return opening.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private void make(Path file, ByteBuffer bytes) throws IOException {
    Path half = folder.resolve(file.getFileName() + NEW);
    try (FileChannel channel = create(half)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes, bytes.position());
      }
      channel.force(true);
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
  }

  void delete(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      segment.close();
      Files.delete(segment.file());
    }
    syncFolder();
  }

  /** Makes durable which files there are. */
  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Bytes that the file system would still give us. */
  long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  void release() throws IOException {
    lockChannel.close();
    HELD.remove(folder);
  }
}
