package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Locks between processes, which the kernel lets go of when their holder dies. */
final class FileLocks {

  private static final Path DIRECTORY = Path.of("/run/lock/quorate");
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private FileLocks() {}

  /** A lock that is held until it is closed; the file stays, empty, unless it is removed. */
  record Held(Path file, FileChannel channel, FileLock lock) implements AutoCloseable {

    /** Removes the file; whoever waits for it notices, and makes another. */
    void remove() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new TopologyException("cannot remove " + file + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new TopologyException("cannot let go of a lock: " + e.getMessage(), e);
      }
    }
  }

  /** The file of a lock. */
  static Path file(String name) {
    return DIRECTORY.resolve(name);
  }

  /** Takes a lock; empty if somebody else holds it. */
  static Optional<Held> attempt(String name) {
    Path file = file(name);
    try {
      Files.createDirectories(DIRECTORY);
      FileChannel channel = open(file);
      Object key = key(file);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Another thread of this process holds it.
      }
      // The file may have been removed between its opening and its locking.
      if (lock == null || !key.equals(key(file))) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Held(file, channel, lock));
    } catch (IOException e) {
      throw new TopologyException("cannot lock " + file(name) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes the lock of a run's directory.
   *
   * @param otherwise what another process does, if it holds the lock
   */
  static Held ofRun(Path directory, String otherwise) {
    return attempt(nameOfRun(directory))
        .orElseThrow(
            () ->
                new TopologyException(
                    "another process " + otherwise + " " + directory + "; wait for it"));
  }

  /** What the lock of a run's directory is called. */
  static String nameOfRun(Path directory) {
    return directory.toString().replace('/', '_');
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Object key(Path file) throws IOException {
    return Files.exists(file) ? Files.getAttribute(file, "unix:ino") : "";
  }

  /** Takes a lock, and waits for it up to a minute. */
  static Held await(String name) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (System.nanoTime() < deadline) {
      Optional<Held> held = attempt(name);
      if (held.isPresent()) {
        return held.get();
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    throw new TopologyException(file(name) + " has been locked for a minute; who holds it?");
  }
}
