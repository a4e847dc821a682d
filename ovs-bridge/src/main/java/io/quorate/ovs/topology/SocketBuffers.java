package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The kernel's default for sockets' buffers, raised for a moment. Open vSwitch never asks for
 * larger ones, and 212,992 bytes hold a burst of some 250 small frames. A socket keeps what it was
 * opened with, so the default is put back at once.
 *
 * <p>The setting ({@code net.core.rmem_default}, {@code wmem_default}) is the whole machine's:
 * other network namespaces may read and not write it. So one process at a time raises it, and
 * writes down before what it was; whoever comes after one that was killed puts that back.
 */
final class SocketBuffers {

  private static final String LOCK = "socket-buffers";

  /** Not the lock's own file: closing that once would let go of the lock. */
  private static final Path BEFORE = FileLocks.file("socket-buffers.before");

  private static final List<Path> SETTINGS =
      List.of(
          Path.of("/proc/sys/net/core/rmem_default"), Path.of("/proc/sys/net/core/wmem_default"));
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private static final int VALUE_BYTES_MAX = 64;

  private SocketBuffers() {}

  /**
   * Does something while sockets get larger buffers.
   *
   * @param bytes of each; 0, or less than the default, changes nothing
   * @return empty, or why buffers could not be raised; the work was done all the same
   */
  static String raised(int bytes, Runnable work) {
    if (bytes <= 0) {
      work.run();
      return "";
    }
    try (FileLocks.Held held = FileLocks.await(LOCK)) {
      assert held.lock().isValid();
      restore();
      String refused = raise(bytes);
      try {
        work.run();
      } finally {
        restore();
      }
      return refused;
    }
  }

  /** Puts back what a killed process left raised; does nothing while one is at work. */
  static void mend() {
    FileLocks.attempt(LOCK)
        .ifPresent(
            held -> {
              try (held) {
                restore();
              }
            });
  }

  private static String raise(int bytes) {
    try {
      StringBuilder before = new StringBuilder();
      for (Path each : SETTINGS) {
        before.append(value(each)).append('\n');
      }
      Files.writeString(BEFORE, before);
      for (Path each : SETTINGS) {
        if (Long.parseLong(value(each)) < bytes) {
          Files.writeString(each, bytes + "\n");
        }
      }
      return "";
    } catch (IOException e) {
      return "sockets keep the kernel's small buffers, bursts may be lost: " + e.getMessage();
    }
  }

  /** A setting can only be read whole, at once. */
  private static String value(Path setting) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(VALUE_BYTES_MAX);
    try (FileChannel channel = FileChannel.open(setting)) {
      channel.read(buffer);
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
  }

  private static void restore() {
    try {
      if (!Files.exists(BEFORE)) {
        return;
      }
      String[] values = BLANK.split(Files.readString(BEFORE).strip(), -1);
      // Written half, nothing was raised yet.
      for (int i = 0; values.length == SETTINGS.size() && i < values.length; i++) {
        if (!value(SETTINGS.get(i)).equals(values[i])) {
          Files.writeString(SETTINGS.get(i), values[i] + "\n");
        }
      }
      Files.delete(BEFORE);
    } catch (IOException e) {
      throw new TopologyException(
          "cannot put back net.core.rmem_default and wmem_default: " + e.getMessage(), e);
    }
  }
}
