package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How the frames of a packet socket are handed over: one for each {@link Reception}. */
sealed interface Intake extends AutoCloseable permits MessageIntake, FrameRing, BlockRing {

  /** Frames that are handed over before the caller may look at its other ports. */
  int BATCH = 64;

  /** Whether there may be frames that need no waiting, as far as can be told without a call. */
  boolean ready();

  /** Gives the handler what is there; -1 if the socket has an error instead. */
  int take(FrameHandler handler);

  @Override
  void close();

  /** Bits of tp_status, linux/if_packet.h. */
  int STATUS_USER = 1;

  int STATUS_CHECKSUM_NOT_READY = 1 << 3;
  int STATUS_VLAN_VALID = 1 << 4;
  int STATUS_VLAN_TPID_VALID = 1 << 6;

  int VLAN_BYTES = 4;

  /**
   * Puts back the VLAN tag that the kernel took out of a frame, where four bytes are free before
   * it.
   *
   * @return where the frame now begins
   */
  static long restoreVlan(MemorySegment memory, long offset, int status, int tci, int protocol) {
    long moved = offset - VLAN_BYTES;
    MemorySegment.copy(memory, offset, memory, moved, 12);
    int tag = (status & STATUS_VLAN_TPID_VALID) != 0 ? protocol : 0x8100;
    putShort(memory, moved + 12, tag);
    putShort(memory, moved + 14, tci);
    return moved;
  }

  private static void putShort(MemorySegment memory, long offset, int value) {
    memory.set(ValueLayout.JAVA_BYTE, offset, (byte) (value >> 8));
    memory.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) value);
  }
}
