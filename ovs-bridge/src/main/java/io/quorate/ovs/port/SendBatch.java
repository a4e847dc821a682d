package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Frames on their way out: copied together and sent by one sendmmsg(2). */
final class SendBatch implements AutoCloseable {

  private static final int FRAMES_MAX = 64;
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int SO_SNDBUF = 7;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int DONT_WAIT = 0x40;

  /** How long a full transmit queue is waited for before a frame is given up. */
  private static final long PATIENCE_NS = 2_000_000;

  // struct mmsghdr and struct iovec
  private static final int MESSAGE_BYTES = 64;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int VECTOR_BYTES = 16;
  private static final int POLL_OUT = 4;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.newState(arena);
  private final MemorySegment messages = arena.allocate((long) FRAMES_MAX * MESSAGE_BYTES, 64);
  private final MemorySegment vectors = arena.allocate((long) FRAMES_MAX * VECTOR_BYTES, 64);
  private final MemorySegment poll = arena.allocate(8, 8);
  private final MemorySegment patience = arena.allocate(16, 8);
  private final MemorySegment frames;
  private final int frameBytesMax;
  private final int descriptor;
  private final Counters counters;
  private int count;
  private long used;
  private long reportedUnsent;

  SendBatch(PacketSocket socket, PortOptions options, Counters counters) {
    this.counters = counters;
    descriptor = socket.descriptor();
    frameBytesMax = options.frameBytesMax();
    frames = arena.allocate(Math.max(1 << 16, 2L * frameBytesMax), 64);
    if (!socket.set(PacketSocket.SOL_SOCKET, SO_SNDBUFFORCE, options.bufferBytes() / 2)) {
      socket.set(PacketSocket.SOL_SOCKET, SO_SNDBUF, options.bufferBytes() / 2);
    }
    for (long i = 0; i < FRAMES_MAX; i++) {
      messages.set(LONG, i * MESSAGE_BYTES + VECTOR_AT, vectors.address() + i * VECTOR_BYTES);
      messages.set(LONG, i * MESSAGE_BYTES + VECTOR_COUNT_AT, 1);
    }
    poll.set(INT, 0, descriptor);
    poll.set(Native.SHORT, 4, (short) POLL_OUT);
    patience.set(LONG, 8, PATIENCE_NS);
  }

  void put(byte[] frame, int length) {
    if (length > frame.length) {
      throw new IndexOutOfBoundsException(length + " bytes of an array of " + frame.length);
    }
    if (accepts(length)) {
      MemorySegment.copy(frame, 0, frames, ValueLayout.JAVA_BYTE, used, length);
      append(length);
    }
  }

  void put(MemorySegment memory, long offset, int length) {
    if (accepts(length)) {
      MemorySegment.copy(memory, offset, frames, used, length);
      append(length);
    }
  }

  private boolean accepts(int length) {
    if (length < ETHERNET_HEADER_BYTES || length > frameBytesMax) {
      counters.unsentSize.add(1);
      return false;
    }
    if (count == FRAMES_MAX || used + length > frames.byteSize()) {
      transmit();
    }
    return true;
  }

  private void append(int length) {
    long vector = (long) count * VECTOR_BYTES;
    vectors.set(LONG, vector, frames.address() + used);
    vectors.set(LONG, vector + 8, length);
    used += (length + 7) & ~7;
    count++;
  }

  /** Sends what was put; the number of frames that could not be sent since the last call. */
  int flush() {
    if (count > 0) {
      transmit();
    }
    long unsent = counters.unsent();
    int fresh = (int) (unsent - reportedUnsent);
    reportedUnsent = unsent;
    return fresh;
  }

  private void transmit() {
    int next = 0;
    boolean waited = false;
    while (next < count) {
      MemorySegment rest = next == 0 ? messages : messages.asSlice((long) next * MESSAGE_BYTES);
      int taken = Libc.sendmmsg(state, descriptor, rest, count - next, DONT_WAIT);
      if (taken > 0) {
        next += taken;
        counters.sent.add(taken);
        continue;
      }
      int errno = taken < 0 ? Native.errno(state) : Native.EAGAIN;
      if (errno == Native.EINTR) {
        continue;
      }
      if (errno == Native.EAGAIN && !waited) {
        waited = true;
        Libc.ppoll(state, poll, 1, patience);
        continue;
      }
      next += giveUp(errno, count - next);
    }
    count = 0;
    used = 0;
  }

  /** Counts the frame that was refused; all the rest too where the reason holds for them. */
  private int giveUp(int errno, int left) {
    switch (errno) {
      case Native.ENETDOWN, Native.ENXIO, Native.ENODEV -> {
        counters.unsentLinkDown.add(left);
        return left;
      }
      case Native.EAGAIN -> {
        counters.unsentNoBuffer.add(left);
        return left;
      }
      case Native.ENOBUFS, Native.ENOMEM -> counters.unsentNoBuffer.add(1);
      case Native.EMSGSIZE -> counters.unsentSize.add(1);
      default -> counters.unsentOther.add(1);
    }
    return 1;
  }

  @Override
  public void close() {
    arena.close();
  }
}
