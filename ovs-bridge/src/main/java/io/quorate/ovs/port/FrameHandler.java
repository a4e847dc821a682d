package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Takes what a port receives. Called on the thread that receives; what it throws comes out of
 * receive, and frames of the same batch may be lost.
 */
@FunctionalInterface
public interface FrameHandler {

  /**
   * A frame, in place. The memory is valid during the call only and must not be written behind the
   * frame's end; the frame itself may be rewritten.
   *
   * @param memory where the frame stands, among other things
   * @param offset of the frame's first byte, the destination address
   * @param length bytes of the frame
   * @param timestampNs when it was received, in nanoseconds since 1970; with {@link
   *     Reception#MESSAGES}, when its batch was read
   */
  void frame(MemorySegment memory, long offset, int length, long timestampNs);

  /** The interface went down, came up again, or is gone; then nothing more comes. */
  default void changed(PortState state) {}

  /** The frame in an array of its own, which may be kept. */
  static byte[] copy(MemorySegment memory, long offset, int length) {
    byte[] frame = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, frame, 0, length);
    return frame;
  }
}
