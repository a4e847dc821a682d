package io.quorate.fabric.program;

/**
 * Where a journal keeps its bytes: a log that grows at its end and is trimmed at its beginning.
 * Offsets count from the first byte that was ever appended.
 */
public interface LogDisk {

  /** Offset of the first byte that is still there. */
  long start();

  /** All that is there, durable or not; asked for when a node starts. */
  byte[] read();

  /**
   * What was written below this offset is known to have been made durable, from somewhere else than
   * the log: if the log ends before it, something was lost that others may count on.
   */
  long durable();

  /** Throws away what is there from this offset on. */
  void cut(long end);

  /** Throws away what is there below this offset. */
  void trim(long below);

  /**
   * Adds to the end. It is durable only after a later {@link #sync}.
   *
   * @return false if there is no room; then nothing was added
   */
  boolean append(byte[] bytes);

  /**
   * Makes durable all that is appended now. One at a time.
   *
   * @param done run when it is, from outside any call to this object
   */
  void sync(Runnable done);

  /** True if there is room for this many bytes. */
  boolean hasRoom(long bytes);
}
