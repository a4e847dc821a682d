package io.quorate.ovs.port;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bell that is an eventfd(2). */
final class EventBell implements Bell {

  private static final int NONBLOCK_AND_CLOSE_ON_EXEC = 0x80800;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment ringState = Native.newState(arena);
  private final MemorySegment waitState = Native.newState(arena);
  private final MemorySegment value = arena.allocate(Native.LONG);
  private final AtomicBoolean rung = new AtomicBoolean();
  private final int descriptor;
  private boolean closed;

  EventBell() {
    descriptor = Libc.eventfd(ringState, NONBLOCK_AND_CLOSE_ON_EXEC);
    if (descriptor < 0) {
      throw new PortException(
          "no eventfd to wake a waiting port: "
              + Native.describe(Native.errno(ringState))
              + "; raise the limit of open files (ulimit -n)");
    }
  }

  int descriptor() {
    return descriptor;
  }

  @Override
  public void ring() {
    if (rung.compareAndSet(false, true)) {
      write();
    }
  }

  private synchronized void write() {
    if (!closed) {
      Libc.eventfdWrite(ringState, descriptor);
    }
  }

  /**
   * After this the bell can ring again. Whoever waits calls it before looking for what the bell was
   * rung for: the other way round, a ring in between would be lost.
   */
  void silence() {
    Libc.eventfdRead(waitState, descriptor, value);
    rung.set(false);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(ringState, descriptor);
      arena.close();
    }
  }
}
