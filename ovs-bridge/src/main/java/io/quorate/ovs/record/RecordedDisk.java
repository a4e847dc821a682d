package io.quorate.ovs.record;

import io.quorate.fabric.program.LogDisk;
import java.util.function.LongSupplier;

/**
 * A disk whose part in what happens is recorded: that a sync was done, and that there was no room.
 * For the thread that drives the seat.
 */
public final class RecordedDisk implements LogDisk {

  private final LogDisk disk;
  private final InputLogWriter writer;
  private final LongSupplier clockNs;
  private long appends;

  /** Counts the starts: a sync that was begun before the last one concerns nobody. */
  private int starts;

  /**
   * @param clockNs the clock of the log
   */
  public RecordedDisk(LogDisk disk, InputLogWriter writer, LongSupplier clockNs) {
    this.disk = disk;
    this.writer = writer;
    this.clockNs = clockNs;
  }

  @Override
  public long start() {
    return disk.start();
  }

  @Override
  public byte[] read() {
    return disk.read();
  }

  @Override
  public long durable() {
    return disk.durable();
  }

  /** Cuts, as whoever starts does. */
  @Override
  public void cut(long end) {
    starts++;
    disk.cut(end);
  }

  @Override
  public void trim(long below) {
    disk.trim(below);
  }

  @Override
  public boolean append(byte[] bytes) {
    appends++;
    boolean taken = disk.append(bytes);
    if (!taken) {
      writer.append(new Input.Refused(clockNs.getAsLong(), Input.Asked.DISK, appends));
    }
    return taken;
  }

  @Override
  public void sync(Runnable done) {
    int of = starts;
    disk.sync(
        () -> {
          if (of == starts) {
            writer.append(new Input.Synced(clockNs.getAsLong()));
            done.run();
          }
        });
  }

  @Override
  public boolean hasRoom(long bytes) {
    return disk.hasRoom(bytes);
  }
}
