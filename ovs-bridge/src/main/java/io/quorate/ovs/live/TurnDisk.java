package io.quorate.ovs.live;

import io.quorate.fabric.program.LogDisk;
import io.quorate.ovs.store.WriteAheadLog;
import org.jspecify.annotations.Nullable;

/**
 * A member's log, synced once for all that a turn of its loop has appended. A sync that is asked
 * for begins at the end of the turn, and covers what was appended until then; one that is asked for
 * later and is covered already needs no disk. To the journal above it this is a disk like any
 * other, so a replay needs to know nothing of it.
 *
 * <p>For the loop's thread.
 */
final class TurnDisk implements LogDisk {

  private final WriteAheadLog log;
  private @Nullable Runnable asked;
  private long durable;
  private boolean underWay;

  /**
   * Counts the starts: a sync that was begun before the last one says nothing of what came since.
   */
  private int starts;

  TurnDisk(WriteAheadLog log) {
    this.log = log;
    this.durable = log.start();
  }

  @Override
  public long start() {
    return log.start();
  }

  @Override
  public byte[] read() {
    return log.read();
  }

  @Override
  public long durable() {
    return log.durable();
  }

  /** Cuts, as whoever starts does. */
  @Override
  public void cut(long end) {
    log.cut(end);
    starts++;
    asked = null;
    durable = end;
  }

  @Override
  public void trim(long below) {
    log.trim(below);
  }

  @Override
  public boolean append(byte[] bytes) {
    return log.append(bytes);
  }

  @Override
  public void sync(Runnable done) {
    asked = done;
  }

  /** Runs what waits for a sync that has covered it already. */
  void settle() {
    Runnable done = asked;
    if (done != null && log.end() <= durable) {
      asked = null;
      done.run();
    }
  }

  /** The turn is over: a sync that was asked for begins, if none is under way. */
  void endTurn() {
    if (asked != null && !underWay) {
      underWay = true;
      long until = log.end();
      int of = starts;
      log.sync(() -> synced(until, of));
    }
  }

  private void synced(long until, int of) {
    underWay = false;
    if (of == starts) {
      durable = until;
      Runnable done = asked;
      asked = null;
      if (done != null) {
        done.run();
      }
    }
  }

  @Override
  public boolean hasRoom(long bytes) {
    return log.hasRoom(bytes);
  }
}
