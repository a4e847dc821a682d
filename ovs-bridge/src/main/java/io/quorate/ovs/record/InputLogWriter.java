package io.quorate.ovs.record;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Writes a log of inputs. All calls come from the thread that drives the seat; the disk is written
 * by a thread of this object's own, for which a bounded number of bytes may wait. If the disk falls
 * behind by more than that, or fails, recording ends at once: that is told in one line, what comes
 * after is counted, and a log that is closed says how much is missing. A log with a hole in it
 * could not be replayed beyond the hole, so nothing is recorded behind one.
 *
 * <p>A process that is killed leaves a log that ends with the last block written: up to {@code
 * flushNs} and what waits are missing, and the reader tells of a block that was half written.
 */
public final class InputLogWriter implements AutoCloseable {

  /**
   * What bounds a writer.
   *
   * @param digestEvery inputs between two digests, at least 1
   * @param waitingBytesMax bytes that may wait for the disk
   * @param flushNs a block is given to the disk when it is this old, by the times of the inputs
   */
  public record Options(int digestEvery, long waitingBytesMax, long flushNs) {

    /** Every 1,024 inputs; 64 MiB; 100 ms. */
    public static final Options DEFAULT = new Options(1024, 64 << 20, 100_000_000);
  }

  private static final byte[] LAST = {};

  private final String name;
  private final Options options;
  private final LongSupplier digest;
  private final Consumer<String> told;
  private final InputBytes block = new InputBytes();
  private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong writtenBytes = new AtomicLong();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean tellsOnce = new AtomicBoolean();
  private final Thread thread;

  private long recorded;
  private long lost;
  private long lastNs;
  private long blockNs;
  private boolean overrun;
  private boolean closed;

  private InputLogWriter(
      Path file, FileChannel channel, Options options, LongSupplier digest, Consumer<String> told) {
    this.name = file.toString();
    this.options = options;
    this.digest = digest;
    this.told = told;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("inputs " + file.getFileName())
            .unstarted(() -> write(channel));
  }

  /**
   * Begins a log in a new file.
   *
   * @param digest of all effects so far; asked on the caller's thread, between two inputs
   * @param told gets one line, once, if recording ends early; on either thread
   * @throws BadFile if the file exists or cannot be made
   */
  public static InputLogWriter open(
      Path file, InputHeader header, Options options, LongSupplier digest, Consumer<String> told) {
    return open(file, header, options, digest, told, StandardOpenOption.CREATE_NEW);
  }

  /** As {@link #open}, onto what is there. */
  static InputLogWriter onto(
      Path file, InputHeader header, Options options, LongSupplier digest, Consumer<String> told) {
    return open(file, header, options, digest, told, StandardOpenOption.WRITE);
  }

  private static InputLogWriter open(
      Path file,
      InputHeader header,
      Options options,
      LongSupplier digest,
      Consumer<String> told,
      OpenOption how) {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw BadFile.whole(
          file.toString(), "cannot be made: " + e, "name a new file in a folder that exists");
    }
    InputLogWriter writer = new InputLogWriter(file, channel, options, digest, told);
    writer.block.header(header);
    writer.hand();
    writer.thread.start();
    return writer;
  }

  /**
   * Appends an input; to be called before it is acted on, a refusal as soon as it is met. Nothing
   * of it is kept after the call. Never waits for the disk, but at a start.
   *
   * @throws IllegalArgumentException if it is none that can be recorded: a message without its
   *     frame, a frame of more than 64 KiB
   */
  public void append(Input input) {
    lastNs = input.timeNs();
    boolean counts = !(input instanceof Input.Refused);
    if (overrun || failed.get()) {
      lost += counts ? 1 : 0;
      return;
    }
    if (counts && recorded > 0 && recorded % options.digestEvery() == 0) {
      block.add(new Input.Digest(lastNs, recorded, digest.getAsLong()));
    }
    if (block.length() == 0) {
      blockNs = lastNs;
    }
    block.add(input);
    recorded += counts ? 1 : 0;
    if (input instanceof Input.Started started) {
      chunks(started);
    } else if (block.length() >= InputBytes.BLOCK_BYTES || lastNs - blockNs >= options.flushNs()) {
      handIfRoom();
    }
  }

  /** A start is no time at which anybody hurries. */
  private void chunks(Input.Started started) {
    byte[] log = started.log();
    for (int at = 0; at < log.length; at += InputBytes.CHUNK_BYTES) {
      int count = Math.min(InputBytes.CHUNK_BYTES, log.length - at);
      block.chunk(started.timeNs(), log, at, count);
      if (block.length() >= InputBytes.BLOCK_BYTES) {
        awaitRoom();
        hand();
      }
    }
  }

  private void handIfRoom() {
    if (waitingBytes.get() + block.length() <= options.waitingBytesMax()) {
      hand();
    } else {
      overrun = true;
      tell(
          ": the disk does not keep up, "
              + waitingBytes.get()
              + " bytes wait; recording ends after "
              + recorded
              + " inputs");
    }
  }

  private void tell(String why) {
    if (tellsOnce.compareAndSet(false, true)) {
      told.accept(name + why);
    }
  }

  private void awaitRoom() {
    synchronized (waitingBytes) {
      boolean interrupted = false;
      while (waitingBytes.get() > 0 && !failed.get()) {
        try {
          waitingBytes.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void hand() {
    byte[] bytes = block.take();
    waitingBytes.addAndGet(bytes.length);
    waiting.add(bytes);
  }

  /** Inputs recorded so far, refusals not counted. */
  public long recorded() {
    return recorded;
  }

  /** Inputs that came since recording ended early; 0 as long as it goes on. */
  public long lost() {
    return lost;
  }

  /** Bytes written to the file so far. */
  public long writtenBytes() {
    return writtenBytes.get();
  }

  /** Ends the log, waits for the disk and syncs it. A second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!overrun) {
      block.add(new Input.Digest(lastNs, recorded, digest.getAsLong()));
    }
    block.add(new Input.Ended(lastNs, lost));
    hand();
    waiting.add(LAST);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---------------------------------------------------------------- the writing thread

  private void write(FileChannel channel) {
    try (channel) {
      for (byte[] next = taken(); next.length > 0; next = taken()) {
        if (!failed.get()) {
          write(channel, next);
        }
        synchronized (waitingBytes) {
          waitingBytes.addAndGet(-next.length);
          waitingBytes.notifyAll();
        }
      }
      if (!failed.get()) {
        channel.force(true);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private byte[] taken() {
    while (true) {
      try {
        return waiting.take();
      } catch (InterruptedException e) {
        // Nobody has reason to: the queue's last element ends this thread.
      }
    }
  }

  private void write(FileChannel channel, byte[] bytes) {
    ByteBuffer header = ByteBuffer.allocate(InputBytes.BLOCK_HEADER_BYTES);
    header.putInt(bytes.length);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, Integer.BYTES);
    crc.update(bytes);
    header.putInt((int) crc.getValue()).flip();
    ByteBuffer[] both = {header, ByteBuffer.wrap(bytes)};
    try {
      while (both[1].hasRemaining()) {
        writtenBytes.addAndGet(channel.write(both));
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    if (failed.compareAndSet(false, true)) {
      tell(": cannot be written: " + e.getMessage() + "; recording has ended");
    }
    synchronized (waitingBytes) {
      waitingBytes.notifyAll();
    }
  }
}
