package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** The memory of a receive ring, which the kernel and we share, and the words by which we agree. */
final class RingMemory implements AutoCloseable {

  static final int TPACKET_V2 = 1;
  static final int TPACKET_V3 = 2;

  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_VERSION = 10;
  private static final VarHandle STATUS = INT.varHandle();
  private static final String TOO_LARGE = "; ask for a smaller buffer";

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  /**
   * Asks for a ring and maps it.
   *
   * @param request a tpacket_req or tpacket_req3
   */
  RingMemory(PacketSocket socket, int version, MemorySegment request, long bytes) {
    try {
      socket.demandSet(
          PacketSocket.SOL_PACKET, PACKET_VERSION, version, "choosing a kind of ring", "");
      socket.demandSet(
          PacketSocket.SOL_PACKET, PACKET_RX_RING, request, "making a receive ring", TOO_LARGE);
      memory = map(socket, bytes);
    } catch (PortException e) {
      arena.close();
      throw e;
    }
  }

  @SuppressWarnings("restricted")
  private MemorySegment map(PacketSocket socket, long bytes) {
    MemorySegment state = Native.newState(arena);
    MemorySegment mapped = Libc.mmap(state, bytes, socket.descriptor());
    if (mapped.address() == -1) {
      throw new PortException(
          "mapping a receive ring of "
              + bytes
              + " bytes failed: "
              + Native.describe(Native.errno(state))
              + TOO_LARGE);
    }
    return mapped.reinterpret(bytes, arena, RingMemory::unmap);
  }

  private static void unmap(MemorySegment mapped) {
    try (Arena local = Arena.ofConfined()) {
      Libc.munmap(Native.newState(local), mapped, mapped.byteSize());
    }
  }

  MemorySegment memory() {
    return memory;
  }

  /** What the kernel wrote before it wrote this word is seen after reading it. */
  int status(long offset) {
    return (int) STATUS.getAcquire(memory, offset);
  }

  /** Gives a place back to the kernel, after everything that was read from it. */
  void release(long offset) {
    STATUS.setRelease(memory, offset, 0);
  }

  @Override
  public void close() {
    arena.close();
  }
}
