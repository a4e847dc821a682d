package io.quorate.ovs.record;

import io.quorate.fabric.file.BadFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log of inputs from its beginning to its end, a block at a time. The file may be hostile:
 * whatever it holds gives inputs or a {@link BadFile}, and takes no more memory than what stands in
 * it.
 *
 * <p>A last block that was half written when its writer was killed is left out, and told by {@link
 * #tornBytes}; a bad block with others behind it is damage.
 *
 * <pre>
 *   for (Input input = reader.next(); input != null; input = reader.next()) {
 *     reader.refusals().forEach(disk::refuse);
 *     switch (input) { … }
 *   }
 * </pre>
 */
public final class InputLogReader implements AutoCloseable {

  private final String name;
  private final FileChannel channel;
  private final long fileBytes;
  private final byte[] block = new byte[InputBytes.BLOCK_BYTES_MAX];
  private final InputParser parser = new InputParser();
  private final InputHeader header;
  private final List<Input.Refused> refusals = new ArrayList<>();
  private @Nullable Input ahead;
  private boolean started;
  private boolean ended;

  /** Where the block that is read begins, and the next one. */
  private long blockAt;

  private long nextAt;
  private long tornBytes;

  private InputLogReader(Path file, FileChannel channel) throws IOException {
    this.name = file.toString();
    this.channel = channel;
    this.fileBytes = channel.size();
    if (!nextBlock()) {
      throw bad("it has no header");
    }
    try {
      this.header = parser.header();
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    }
  }

  /**
   * Opens a log and reads its header.
   *
   * @throws BadFile if it is none
   */
  public static InputLogReader open(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      InputLogReader reader = new InputLogReader(file, channel);
      channel = null;
      return reader;
    } catch (IOException e) {
      throw BadFile.whole(file.toString(), "cannot be read: " + e, "name an input log");
    } finally {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }

  public InputHeader header() {
    return header;
  }

  /**
   * The next input or mark; never a {@code Refused}. Null at the end.
   *
   * @throws BadFile if the log is damaged there
   */
  public @Nullable Input next() {
    refusals.clear();
    Input now = ahead == null ? read() : ahead;
    ahead = null;
    if (now == null) {
      return null;
    }
    if (now instanceof Input.Refused) {
      throw bad("a refusal that belongs to no input");
    }
    Input then = read();
    while (then instanceof Input.Refused refused) {
      refusals.add(refused);
      then = read();
    }
    ahead = then;
    return now;
  }

  /** What the step of the input that was given last was refused, in its order. */
  public List<Input.Refused> refusals() {
    return Collections.unmodifiableList(refusals);
  }

  /** Bytes of a half-written block at the end; known when the end is reached. */
  public long tornBytes() {
    return tornBytes;
  }

  /** True if the log was closed in order; known when the end is reached. */
  public boolean isEnded() {
    return ended;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private @Nullable Input read() {
    try {
      while (!parser.hasMore()) {
        if (!nextBlock()) {
          return null;
        }
      }
      if (ended) {
        throw bad("something follows its end");
      }
      Input input = parser.peek() == InputBytes.STARTED ? started() : parser.record();
      if (!started && input != null) {
        throw bad("it does not begin with a start");
      }
      ended = input instanceof Input.Ended;
      return input;
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    } catch (IOException e) {
      throw BadFile.whole(name, "cannot be read: " + e, "copy it to a disk that can be read");
    }
  }

  /** A start with its log; null if the file ends among its chunks. */
  private @Nullable Input started() throws IOException {
    started = true;
    InputParser.Start start = parser.start();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    while (log.size() < start.logBytes()) {
      if (!parser.hasMore() && !nextBlock()) {
        tornBytes += fileBytes - blockAt;
        return null;
      }
      byte[] chunk = parser.chunk();
      if (chunk.length == 0 || chunk.length > start.logBytes() - log.size()) {
        throw bad("the log of a start is longer than it says");
      }
      log.write(chunk, 0, chunk.length);
    }
    return new Input.Started(
        start.timeNs(),
        start.incarnation(),
        start.seed(),
        start.logStart(),
        log.toByteArray(),
        start.registers());
  }

  /** Goes on with the next block; false at the end, whole or torn. */
  private boolean nextBlock() throws IOException {
    blockAt = nextAt;
    long left = fileBytes - blockAt;
    if (left < InputBytes.BLOCK_HEADER_BYTES) {
      tornBytes = left;
      return false;
    }
    byte[] head = new byte[InputBytes.BLOCK_HEADER_BYTES];
    fill(ByteBuffer.wrap(head), blockAt);
    int length = ByteBuffer.wrap(head).getInt();
    if (length <= 0 || length > InputBytes.BLOCK_BYTES_MAX) {
      throw bad("a block of " + Integer.toUnsignedString(length) + " bytes");
    }
    long behind = left - InputBytes.BLOCK_HEADER_BYTES - length;
    if (behind < 0) {
      tornBytes = left;
      return false;
    }
    fill(ByteBuffer.wrap(block, 0, length), blockAt + InputBytes.BLOCK_HEADER_BYTES);
    if (!checksumVerifies(head, length)) {
      if (behind > 0) {
        throw bad("a block with a wrong checksum");
      }
      tornBytes = left;
      return false;
    }
    nextAt = fileBytes - behind;
    parser.block(block, length);
    return true;
  }

  private boolean checksumVerifies(byte[] head, int length) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, Integer.BYTES);
    crc.update(block, 0, length);
    return (int) crc.getValue() == ByteBuffer.wrap(head).getInt(Integer.BYTES);
  }

  private void fill(ByteBuffer into, long from) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new IOException("the file has become shorter");
      }
      at += count;
    }
  }

  private BadFile bad(@Nullable String what) {
    return BadFile.whole(
        name + ", block at byte " + blockAt,
        String.valueOf(what),
        "it can be replayed up to there at most");
  }
}
