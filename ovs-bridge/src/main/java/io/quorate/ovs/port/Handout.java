package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The last step of every way to receive: a frame that stands in memory goes to the handler, with
 * the VLAN tag that the kernel took out of it put back. Four bytes are free before each frame.
 */
final class Handout {

  /** Bits of tp_status, linux/if_packet.h. */
  static final int STATUS_USER = 1;

  private static final int STATUS_CHECKSUM_NOT_READY = 1 << 3;
  private static final int STATUS_VLAN_VALID = 1 << 4;
  private static final int STATUS_VLAN_TPID_VALID = 1 << 6;
  private static final int NOTABLE = STATUS_CHECKSUM_NOT_READY | STATUS_VLAN_VALID;
  private static final int VLAN_BYTES = 4;
  private static final int VLAN_TYPE = 0x8100;

  private final MemorySegment memory;
  private final int frameBytesMax;
  private final Counters counters;

  /**
   * @param memory where the frames stand
   * @param frameBytesMax longer ones are not given
   */
  Handout(MemorySegment memory, int frameBytesMax, Counters counters) {
    this.memory = memory;
    this.frameBytesMax = frameBytesMax;
    this.counters = counters;
  }

  /** True if the whole frame is there and no longer than may be; else it is counted. */
  boolean isWhole(int length, int captured) {
    boolean whole = length <= captured && length <= frameBytesMax;
    if (!whole) {
      counters.truncated.add(1);
    }
    return whole;
  }

  /**
   * Gives a frame.
   *
   * @param status as the kernel wrote it (tp_status); with 0 the next two do not count
   * @param tci of the VLAN tag (tp_vlan_tci)
   * @param protocol of the VLAN tag (tp_vlan_tpid)
   */
  void give(
      FrameHandler handler,
      long offset,
      int length,
      long timestampNs,
      int status,
      int tci,
      int protocol) {
    if ((status & NOTABLE) == 0) {
      handler.frame(memory, offset, length, timestampNs);
      return;
    }
    if ((status & STATUS_CHECKSUM_NOT_READY) != 0) {
      counters.unfinishedChecksums.add(1);
    }
    boolean tagged = (status & STATUS_VLAN_VALID) != 0;
    if (tagged) {
      restore(offset, (status & STATUS_VLAN_TPID_VALID) != 0 ? protocol : VLAN_TYPE, tci);
    }
    int more = tagged ? VLAN_BYTES : 0;
    handler.frame(memory, offset - more, length + more, timestampNs);
  }

  /** Moves the two addresses ahead and puts the tag behind them. */
  private void restore(long offset, int protocol, int tci) {
    long moved = offset - VLAN_BYTES;
    MemorySegment.copy(memory, offset, memory, moved, 12);
    putShort(moved + 12, protocol);
    putShort(moved + 14, tci);
  }

  private void putShort(long offset, int value) {
    memory.set(ValueLayout.JAVA_BYTE, offset, (byte) (value >> 8));
    memory.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) value);
  }
}
