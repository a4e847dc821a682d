package io.quorate.ovs.record;

import io.quorate.paxos.Event;
import io.quorate.paxos.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of a block to records; the counterpart of {@link InputBytes}. What cannot have been written
 * by that is an {@link IllegalArgumentException}, however hostile.
 */
final class InputParser {

  private ByteBuffer block = ByteBuffer.allocate(0);
  private boolean first = true;
  private long lastNs;

  /**
   * Goes on with the next block.
   *
   * @param bytes read in place until the next
   */
  void block(byte[] bytes, int length) {
    block = ByteBuffer.wrap(bytes, 0, length);
    first = true;
  }

  boolean hasMore() {
    return block.hasRemaining();
  }

  /** Kind of the record that comes next. */
  int peek() {
    return block.get(block.position());
  }

  InputHeader header() {
    try {
      byte[] magic = new byte[InputBytes.MAGIC.length];
      block.get(magic);
      if (!Arrays.equals(magic, InputBytes.MAGIC)) {
        throw new IllegalArgumentException("no input log");
      }
      long format = varint();
      if (format != InputBytes.FORMAT) {
        throw new IllegalArgumentException("format " + format + ", this program reads 1");
      }
      InputHeader header = new InputHeader(text(), text(), small(), small());
      if (block.hasRemaining()) {
        throw new IllegalArgumentException("its header is too long");
      }
      return header;
    } catch (BufferUnderflowException end) {
      throw new IllegalArgumentException("its header is cut short", end);
    }
  }

  private String text() {
    return new String(bytes(InputHeader.TEXT_BYTES_MAX), StandardCharsets.UTF_8);
  }

  /** What a start says before its chunks. */
  record Start(
      long timeNs,
      int incarnation,
      long seed,
      long logStart,
      long logBytes,
      LongBuffer registerWords) {

    /** A copy. */
    long[] registers() {
      long[] registers = new long[registerWords.remaining()];
      registerWords.get(registerWords.position(), registers);
      return registers;
    }
  }

  /** Reads a {@code STARTED}. */
  Start start() {
    try {
      int kind = block.get();
      long timeNs = time();
      if (kind != InputBytes.STARTED) {
        throw new IllegalArgumentException("no start, but kind " + kind);
      }
      return new Start(
          timeNs, small(), block.getLong(), count(), count(), LongBuffer.wrap(registers()));
    } catch (BufferUnderflowException end) {
      throw new IllegalArgumentException("a record is cut short", end);
    }
  }

  private long[] registers() {
    long count = count();
    if (count > Math.min(InputBytes.REGISTERS_MAX, block.remaining() / Long.BYTES)) {
      throw new IllegalArgumentException("a number of registers out of range: " + count);
    }
    long[] registers = new long[(int) count];
    for (int place = 0; place < registers.length; place++) {
      registers[place] = block.getLong();
    }
    return registers;
  }

  /** Reads a {@code CHUNK}. */
  byte[] chunk() {
    try {
      int kind = block.get();
      time();
      if (kind != InputBytes.CHUNK) {
        throw new IllegalArgumentException("a start without its log, but kind " + kind);
      }
      return bytes(InputBytes.CHUNK_BYTES);
    } catch (BufferUnderflowException end) {
      throw new IllegalArgumentException("a record is cut short", end);
    }
  }

  /** Reads any other record. */
  Input record() {
    try {
      int kind = block.get();
      long timeNs = time();
      return switch (kind) {
        case InputBytes.ARRIVED ->
            new Input.Arrived(timeNs, small(), bytes(InputBytes.FRAME_BYTES_MAX));
        case InputBytes.SYNCED -> new Input.Synced(timeNs);
        case InputBytes.PUMPED -> new Input.Pumped(timeNs);
        case InputBytes.STOPPED -> new Input.Stopped(timeNs);
        case InputBytes.DOUBTED -> new Input.Doubted(timeNs);
        case InputBytes.DISK_REFUSED -> new Input.Refused(timeNs, Input.Asked.DISK, count());
        case InputBytes.PORT_REFUSED -> new Input.Refused(timeNs, Input.Asked.PORT, count());
        case InputBytes.DIGEST -> new Input.Digest(timeNs, count(), block.getLong());
        case InputBytes.ENDED -> new Input.Ended(timeNs, count());
        default -> new Input.Stepped(timeNs, event(kind));
      };
    } catch (BufferUnderflowException end) {
      throw new IllegalArgumentException("a record is cut short", end);
    }
  }

  private Event event(int kind) {
    return switch (kind) {
      case InputBytes.BOOTED -> new Event.Booted();
      case InputBytes.TICKED -> new Event.Ticked();
      case InputBytes.HAND_OVER -> new Event.HandOver(small());
      case InputBytes.LINK_UP -> new Event.Link(small(), true);
      case InputBytes.LINK_DOWN -> new Event.Link(small(), false);
      case InputBytes.ASKED ->
          new Event.Asked(Value.of(block.getLong(), block.getLong(), valueBytes()));
      case InputBytes.PROPOSED ->
          new Event.Proposed(Value.of(block.getLong(), block.getLong(), valueBytes()));
      case InputBytes.CHANGE_PROPOSED ->
          new Event.Proposed(Value.change(block.getLong(), block.getLong(), valueBytes()));
      default -> throw new IllegalArgumentException("a record of unknown kind " + kind);
    };
  }

  private byte[] valueBytes() {
    return bytes(InputBytes.VALUE_BYTES_MAX);
  }

  private long time() {
    long zigzag = varint();
    long difference = zigzag >>> 1 ^ -(zigzag & 1);
    lastNs = first ? difference : lastNs + difference;
    first = false;
    return lastNs;
  }

  private byte[] bytes(int max) {
    long length = count();
    if (length > Math.min(max, block.remaining())) {
      throw new IllegalArgumentException("a length of " + length + " where it cannot be");
    }
    byte[] bytes = new byte[(int) length];
    block.get(bytes);
    return bytes;
  }

  private int small() {
    long word = count();
    if (word > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a number out of range: " + word);
    }
    return (int) word;
  }

  private long count() {
    long word = varint();
    if (word < 0) {
      throw new IllegalArgumentException("a number out of range: " + Long.toUnsignedString(word));
    }
    return word;
  }

  private long varint() {
    long word = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = block.get();
      word |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return word;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
