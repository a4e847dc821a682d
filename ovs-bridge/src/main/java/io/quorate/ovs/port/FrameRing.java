package io.quorate.ovs.port;

import static io.quorate.ovs.port.Handout.STATUS_USER;
import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A ring of frames, TPACKET_V2: see the kernel's Documentation/networking/packet_mmap.rst. */
final class FrameRing implements Intake {

  /** The header, an address, and what the kernel leaves before the frame; never more than this. */
  private static final int OVERHEAD = 112;

  private static final int BLOCK_BYTES_LEAST = 1 << 16;

  // struct tpacket2_hdr
  private static final int LENGTH_AT = 4;
  private static final int CAPTURED_AT = 8;
  private static final int FRAME_AT = 12;
  private static final int SECONDS_AT = 16;
  private static final int NANOS_AT = 20;
  private static final int TCI_AT = 24;
  private static final int PROTOCOL_AT = 26;

  private final RingMemory ring;
  private final MemorySegment memory;
  private final Counters counters;
  private final Handout handout;
  private final long slotBytes;
  private final long end;
  private long next;

  FrameRing(PacketSocket socket, PortOptions options, Counters counters) {
    this.counters = counters;
    // Slots whose size is a power of two fill the blocks without gaps.
    int slot = Integer.highestOneBit(options.frameBytesMax() + OVERHEAD - 1) << 1;
    int block = Math.max(BLOCK_BYTES_LEAST, slot);
    int blocks = Math.max(1, options.bufferBytes() / block);
    slotBytes = slot;
    end = (long) blocks * block;
    try (Arena local = Arena.ofConfined()) {
      MemorySegment request = local.allocateFrom(INT, block, blocks, slot, (int) (end / slot));
      ring = new RingMemory(socket, RingMemory.TPACKET_V2, request, end);
    }
    memory = ring.memory();
    handout = new Handout(memory, options.frameBytesMax(), counters);
  }

  @Override
  public boolean ready() {
    return (ring.status(next) & STATUS_USER) != 0;
  }

  @Override
  public int take(FrameHandler handler) {
    int given = 0;
    for (int i = 0; i < BATCH; i++) {
      int status = ring.status(next);
      if ((status & STATUS_USER) == 0) {
        break;
      }
      try {
        int length = memory.get(INT, next + LENGTH_AT);
        if (handout.isWhole(length, memory.get(INT, next + CAPTURED_AT))) {
          given++;
          give(status, length, handler);
        }
      } finally {
        advance();
      }
    }
    counters.received.add(given);
    return given;
  }

  private void advance() {
    ring.release(next);
    next = next + slotBytes == end ? 0 : next + slotBytes;
  }

  private void give(int status, int length, FrameHandler handler) {
    long seconds = Integer.toUnsignedLong(memory.get(INT, next + SECONDS_AT));
    handout.give(
        handler,
        next + (memory.get(SHORT, next + FRAME_AT) & 0xffff),
        length,
        seconds * 1_000_000_000L + memory.get(INT, next + NANOS_AT),
        status,
        memory.get(SHORT, next + TCI_AT),
        memory.get(SHORT, next + PROTOCOL_AT));
  }

  @Override
  public void close() {
    ring.close();
  }
}
