package io.quorate.ovs.record;

import io.quorate.fabric.program.LogDisk;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a replay: it does what the recorded one did, when the log says so. What is appended
 * it only counts, for a start brings its own bytes along.
 */
public final class ReplayedDisk implements LogDisk {

  private long start;
  private long end;
  private byte[] found = {};
  private long appends;
  private final TreeSet<Long> refusals = new TreeSet<>();
  private @Nullable Runnable sync;

  /** What the disk gives back to the replica that starts now. */
  public void startWith(Input.Started started) {
    start = started.logStart();
    found = started.log();
    end = start + found.length;
    sync = null;
  }

  /** To be told before the step that met it. */
  public void refuse(Input.Refused refused) {
    if (refused.by() == Input.Asked.DISK) {
      refusals.add(refused.count());
    }
  }

  /**
   * The sync under way is done.
   *
   * @throws IllegalStateException if there is none: the replay has come to another state
   */
  public void synced() {
    Runnable done = sync;
    if (done == null) {
      throw new IllegalStateException("a sync was done that nobody has asked for in the replay");
    }
    sync = null;
    done.run();
  }

  /** True if a sync is under way. */
  public boolean isSyncing() {
    return sync != null;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public byte[] read() {
    return found.clone();
  }

  /** Only starts with whole logs are recorded. */
  @Override
  public long durable() {
    return start;
  }

  /**
   * @throws IllegalStateException if that cuts off anything: what was recorded is whole
   */
  @Override
  public void cut(long at) {
    if (at != end) {
      throw new IllegalStateException("the recorded log is whole up to byte " + at + " only");
    }
  }

  @Override
  public void trim(long below) {
    start = below;
  }

  @Override
  public boolean append(byte[] bytes) {
    appends++;
    if (refusals.remove(appends)) {
      return false;
    }
    end += bytes.length;
    return true;
  }

  @Override
  public void sync(Runnable done) {
    if (sync != null) {
      throw new IllegalStateException("one sync at a time");
    }
    sync = done;
  }

  @Override
  public boolean hasRoom(long bytes) {
    return true;
  }
}
