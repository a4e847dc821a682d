package io.quorate.ovs.port;

import static io.quorate.ovs.port.Handout.STATUS_USER;
import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A ring of blocks of frames, TPACKET_V3: packet_mmap.rst. */
final class BlockRing implements Intake {

  private static final int BLOCK_BYTES = 1 << 16;
  private static final int BLOCKS_LEAST = 4;

  /** The kernel wants a frame size and hardly uses it: blocks are packed. */
  private static final int NOMINAL_FRAME_BYTES = 2_048;

  // struct tpacket_block_desc
  private static final int BLOCK_STATUS_AT = 8;
  private static final int BLOCK_COUNT_AT = 12;
  private static final int BLOCK_FIRST_AT = 16;

  // struct tpacket3_hdr
  private static final int NEXT_AT = 0;
  private static final int SECONDS_AT = 4;
  private static final int NANOS_AT = 8;
  private static final int CAPTURED_AT = 12;
  private static final int LENGTH_AT = 16;
  private static final int STATUS_AT = 20;
  private static final int FRAME_AT = 24;
  private static final int TCI_AT = 32;
  private static final int PROTOCOL_AT = 36;

  private final RingMemory ring;
  private final MemorySegment memory;
  private final Counters counters;
  private final Handout handout;
  private final long blockBytes;
  private final long end;
  private long block;
  private long next;
  private int left;

  BlockRing(PacketSocket socket, PortOptions options, Counters counters) {
    this.counters = counters;
    // A block holds any one frame. Many small blocks: each that the timer closes is used up,
    // however
    // few frames are in it, so their number is how many timeouts a reader may be late.
    int least = Integer.highestOneBit(options.frameBytesMax() + 256) << 1;
    int size = Math.max(least, BLOCK_BYTES);
    int blocks = Math.max(BLOCKS_LEAST, options.bufferBytes() / size);
    blockBytes = size;
    end = (long) blocks * size;
    int frames = (int) (end / NOMINAL_FRAME_BYTES);
    try (Arena local = Arena.ofConfined()) {
      MemorySegment request =
          local.allocateFrom(
              INT, size, blocks, NOMINAL_FRAME_BYTES, frames, options.blockTimeoutMs(), 0, 0);
      ring = new RingMemory(socket, RingMemory.TPACKET_V3, request, end);
    }
    memory = ring.memory();
    handout = new Handout(memory, options.frameBytesMax(), counters);
  }

  @Override
  public boolean ready() {
    return left > 0 || (ring.status(block + BLOCK_STATUS_AT) & STATUS_USER) != 0;
  }

  @Override
  public int take(FrameHandler handler) {
    if (left == 0) {
      if ((ring.status(block + BLOCK_STATUS_AT) & STATUS_USER) == 0) {
        return 0;
      }
      left = memory.get(INT, block + BLOCK_COUNT_AT);
      next = block + memory.get(INT, block + BLOCK_FIRST_AT);
    }
    int given = 0;
    for (int i = Math.min(left, BATCH); i > 0; i--) {
      try {
        int length = memory.get(INT, next + LENGTH_AT);
        if (handout.isWhole(length, memory.get(INT, next + CAPTURED_AT))) {
          given++;
          give(length, handler);
        }
      } finally {
        advance();
      }
    }
    counters.received.add(given);
    return given;
  }

  private void advance() {
    next += memory.get(INT, next + NEXT_AT);
    left--;
    if (left == 0) {
      ring.release(block + BLOCK_STATUS_AT);
      block = block + blockBytes == end ? 0 : block + blockBytes;
    }
  }

  private void give(int length, FrameHandler handler) {
    long seconds = Integer.toUnsignedLong(memory.get(INT, next + SECONDS_AT));
    handout.give(
        handler,
        next + (memory.get(SHORT, next + FRAME_AT) & 0xffff),
        length,
        seconds * 1_000_000_000L + memory.get(INT, next + NANOS_AT),
        memory.get(INT, next + STATUS_AT),
        memory.get(INT, next + TCI_AT),
        memory.get(SHORT, next + PROTOCOL_AT));
  }

  @Override
  public void close() {
    ring.close();
  }
}
