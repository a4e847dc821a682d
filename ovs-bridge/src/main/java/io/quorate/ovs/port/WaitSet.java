package io.quorate.ovs.port;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A bell and so many sockets, waited for together by ppoll(2). One thread uses it. */
final class WaitSet implements AutoCloseable {

  static final int READABLE = 0x01;
  static final int TROUBLE = 0x08 | 0x10 | 0x20;

  private static final int ENTRY_BYTES = 8;
  private static final int EVENTS_AT = 4;
  private static final int RETURNED_AT = 6;
  private static final long SECOND_NS = 1_000_000_000L;

  private final Bell bell;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = newStateOrNull();
  private final MemorySegment timeout = arena.allocate(16, 8);
  private MemorySegment set = arena.allocate(ENTRY_BYTES, 8);
  private int sockets;
  private boolean rung;

  WaitSet(Bell bell) {
    this.bell = bell;
    watch(new int[0]);
  }

  private MemorySegment newStateOrNull() {
    return Native.isLinux() ? Native.newState(arena) : MemorySegment.NULL;
  }

  Bell bell() {
    return bell;
  }

  /** Which sockets to wait for from now on; a negative one is not waited for. */
  void watch(int[] descriptors) {
    sockets = descriptors.length;
    set = arena.allocate((long) ENTRY_BYTES * (sockets + 1), 8);
    if (bell instanceof EventBell event) {
      enter(0, event.descriptor());
    }
    for (int i = 0; i < sockets; i++) {
      enter(i + 1, descriptors[i]);
    }
  }

  /** No longer waits for the socket at that place. */
  void forget(int place) {
    enter(place + 1, -1);
  }

  private void enter(int row, int descriptor) {
    long at = (long) row * ENTRY_BYTES;
    set.set(Native.INT, at, descriptor);
    set.set(Native.SHORT, at + EVENTS_AT, (short) READABLE);
    set.set(Native.SHORT, at + RETURNED_AT, (short) 0);
  }

  /** Waits at most so long for any of them; a wait that a signal ends is simply shorter. */
  void await(long timeoutNs) {
    switch (bell) {
      case EventBell event -> {
        int ready = Libc.ppoll(state, set, sockets + 1L, timeout(timeoutNs));
        if (ready <= 0) {
          clear();
        }
        rung = set.get(Native.SHORT, RETURNED_AT) != 0;
        if (rung) {
          event.silence();
        }
      }
      case MonitorBell monitor -> rung = monitor.await(timeoutNs);
    }
  }

  private MemorySegment timeout(long timeoutNs) {
    if (timeoutNs == Long.MAX_VALUE) {
      return MemorySegment.NULL;
    }
    long ns = Math.max(timeoutNs, 0);
    timeout.set(Native.LONG, 0, ns / SECOND_NS);
    timeout.set(Native.LONG, 8, ns % SECOND_NS);
    return timeout;
  }

  private void clear() {
    for (int row = 0; row <= sockets; row++) {
      set.set(Native.SHORT, (long) row * ENTRY_BYTES + RETURNED_AT, (short) 0);
    }
  }

  /** Whether the bell ended the last wait. */
  boolean rung() {
    return rung;
  }

  /** {@link #READABLE} and {@link #TROUBLE} of the socket at that place. */
  int events(int place) {
    return set.get(Native.SHORT, (place + 1L) * ENTRY_BYTES + RETURNED_AT);
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
