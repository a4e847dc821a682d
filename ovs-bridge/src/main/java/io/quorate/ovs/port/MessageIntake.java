package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.LONG;
import static io.quorate.ovs.port.Native.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * Batches by recvmmsg(2). Each message has a buffer for its frame with room for a VLAN tag before
 * it, and one for the control message that tells the tag (PACKET_AUXDATA).
 */
final class MessageIntake implements Intake {

  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int PACKET_AUXDATA = 8;
  private static final int DONT_WAIT = 0x40;
  private static final int TRUNCATED = 0x20;

  // struct mmsghdr
  private static final int MESSAGE_BYTES = 64;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;
  private static final int LENGTH_AT = 56;
  private static final int VECTOR_BYTES = 16;

  // struct cmsghdr, then struct tpacket_auxdata
  private static final int CONTROL_BYTES = 64;
  private static final int CONTROL_TYPE_AT = 12;
  private static final int AUXDATA_AT = 16;
  private static final int AUXDATA_TCI_AT = AUXDATA_AT + 16;
  private static final int AUXDATA_PROTOCOL_AT = AUXDATA_AT + 18;
  private static final int AUXDATA_CONTROL_BYTES = 36;

  /** Frames begin here in their slots, so that what follows the Ethernet header is aligned. */
  private static final int HEADROOM = 18;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.newState(arena);
  private final MemorySegment messages = arena.allocate((long) BATCH * MESSAGE_BYTES, 64);
  private final MemorySegment vectors = arena.allocate((long) BATCH * VECTOR_BYTES, 64);
  private final MemorySegment controls = arena.allocate((long) BATCH * CONTROL_BYTES, 64);
  private final MemorySegment frames;
  private final Handout handout;
  private final long slotBytes;
  private final int descriptor;
  private final Counters counters;
  private boolean more;

  MessageIntake(PacketSocket socket, PortOptions options, Counters counters) {
    this.counters = counters;
    descriptor = socket.descriptor();
    slotBytes = (HEADROOM + options.frameBytesMax() + 63L) / 64 * 64;
    frames = arena.allocate(BATCH * slotBytes, 64);
    handout = new Handout(frames, options.frameBytesMax(), counters);
    // The kernel doubles what it is given, for its own book-keeping.
    int room = options.bufferBytes() / 2;
    if (!socket.set(PacketSocket.SOL_SOCKET, SO_RCVBUFFORCE, room)) {
      socket.demandSet(PacketSocket.SOL_SOCKET, SO_RCVBUF, room, "setting its buffer", "");
    }
    socket.demandSet(PacketSocket.SOL_PACKET, PACKET_AUXDATA, 1, "asking for VLAN tags", "");
    for (int i = 0; i < BATCH; i++) {
      prepare(i, options.frameBytesMax());
    }
  }

  private void prepare(int i, int frameBytesMax) {
    long vector = (long) i * VECTOR_BYTES;
    vectors.set(LONG, vector, frames.address() + i * slotBytes + HEADROOM);
    vectors.set(LONG, vector + 8, frameBytesMax);
    long message = (long) i * MESSAGE_BYTES;
    messages.set(LONG, message + VECTOR_AT, vectors.address() + vector);
    messages.set(LONG, message + VECTOR_COUNT_AT, 1);
    messages.set(LONG, message + CONTROL_AT, controls.address() + (long) i * CONTROL_BYTES);
    messages.set(LONG, message + CONTROL_LENGTH_AT, CONTROL_BYTES);
  }

  @Override
  public boolean ready() {
    return more;
  }

  @Override
  public int take(FrameHandler handler) {
    int count = Libc.recvmmsg(state, descriptor, messages, BATCH, DONT_WAIT);
    more = count == BATCH;
    if (count < 0) {
      int errno = Native.errno(state);
      return errno == Native.EAGAIN || errno == Native.EINTR ? 0 : -1;
    }
    Instant now = Instant.now();
    long timestampNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    int given = 0;
    for (int i = 0; i < count; i++) {
      long message = (long) i * MESSAGE_BYTES;
      long controlBytes = messages.get(LONG, message + CONTROL_LENGTH_AT);
      messages.set(LONG, message + CONTROL_LENGTH_AT, CONTROL_BYTES);
      if ((messages.get(INT, message + FLAGS_AT) & TRUNCATED) != 0) {
        counters.truncated.add(1);
      } else {
        give(i, messages.get(INT, message + LENGTH_AT), controlBytes, timestampNs, handler);
        given++;
      }
    }
    counters.received.add(given);
    return given;
  }

  private void give(int i, int length, long controlBytes, long timestampNs, FrameHandler handler) {
    long offset = i * slotBytes + HEADROOM;
    long control = (long) i * CONTROL_BYTES;
    boolean told =
        controlBytes >= AUXDATA_CONTROL_BYTES
            && controls.get(INT, control + CONTROL_TYPE_AT) == PACKET_AUXDATA;
    handout.give(
        handler,
        offset,
        length,
        timestampNs,
        told ? controls.get(INT, control + AUXDATA_AT) : 0,
        controls.get(SHORT, control + AUXDATA_TCI_AT),
        controls.get(SHORT, control + AUXDATA_PROTOCOL_AT));
  }

  @Override
  public void close() {
    arena.close();
  }
}
