package io.quorate.ovs.port;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A classic BPF program that lets only some EtherTypes through. */
final class EtherTypeFilter {

  private static final int SO_ATTACH_FILTER = 26;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int TYPE_AT = 12;

  // linux/bpf_common.h
  private static final int LOAD_SHORT = 0x28;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  private EtherTypeFilter() {}

  static void attach(PacketSocket socket, List<Integer> etherTypes) {
    if (etherTypes.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int instructions = etherTypes.size() + 3;
      MemorySegment program = arena.allocate((long) instructions * INSTRUCTION_BYTES, 8);
      put(program, 0, LOAD_SHORT, 0, TYPE_AT);
      for (int i = 0; i < etherTypes.size(); i++) {
        // Found: over the remaining comparisons and the refusal, to the last instruction.
        put(program, i + 1, JUMP_IF_EQUAL, etherTypes.size() - i, etherTypes.get(i));
      }
      put(program, instructions - 2, RETURN, 0, 0);
      put(program, instructions - 1, RETURN, 0, -1);
      MemorySegment header = arena.allocate(16, 8);
      header.set(Native.SHORT, 0, (short) instructions);
      header.set(Native.LONG, 8, program.address());
      socket.demandSet(
          PacketSocket.SOL_SOCKET, SO_ATTACH_FILTER, header, "choosing EtherTypes", "");
    }
  }

  private static void put(MemorySegment program, int at, int code, int ifTrue, int operand) {
    long offset = (long) at * INSTRUCTION_BYTES;
    program.set(Native.SHORT, offset, (short) code);
    program.set(ValueLayout.JAVA_BYTE, offset + 2, (byte) ifTrue);
    program.set(Native.INT, offset + 4, operand);
  }
}
