package io.quorate.ovs.live;

import io.quorate.fabric.program.LogDisk;

/**
 * A log that could not be opened: nothing of it is there, and something was. So whoever starts from
 * it is not started.
 */
final class UnreadableLog implements LogDisk {

  @Override
  public long start() {
    return 0;
  }

  @Override
  public byte[] read() {
    return new byte[0];
  }

  @Override
  public long durable() {
    return 1;
  }

  @Override
  public void cut(long end) {
    throw new IllegalStateException("nobody goes on with this log");
  }

  @Override
  public void trim(long below) {
    throw new IllegalStateException("nobody goes on with this log");
  }

  @Override
  public boolean append(byte[] bytes) {
    return false;
  }

  @Override
  public void sync(Runnable done) {
    throw new IllegalStateException("nobody goes on with this log");
  }

  @Override
  public boolean hasRoom(long bytes) {
    return false;
  }
}
