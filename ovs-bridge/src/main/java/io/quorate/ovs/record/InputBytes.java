package io.quorate.ovs.record;

import io.quorate.paxos.Event;
import io.quorate.paxos.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Inputs to bytes: a block that grows until it is taken. {@link InputParser} reads it back.
 *
 * <pre>
 *   file     a block with the header, then blocks of records
 *   block    4 bytes  length of what follows the checksum, 1 to 256 KiB, big-endian
 *            4 bytes  CRC32C (RFC 3720, B.4) of those 4 bytes and of what follows
 *   header   "QINP", format 1, fabric, switch (texts), node, place (varints)
 *   record   kind (1 byte), time (the first of a block as it is, others as the difference to the
 *            one before, as a signed varint), fields
 *   varint   7 bits a byte, lowest first, the top bit set in all but the last; at most 10 bytes;
 *            a signed one in zigzag
 *   text     its length as a varint, UTF-8
 * </pre>
 *
 * <p>Records do not cross blocks. A block is taken when it has 64 KiB, so none is longer than 256.
 * What a disk gave back is cut into {@code CHUNK}s that follow their {@code STARTED}.
 */
final class InputBytes {

  static final byte[] MAGIC = {'Q', 'I', 'N', 'P'};
  static final int FORMAT = 1;
  static final int BLOCK_HEADER_BYTES = 8;
  static final int BLOCK_BYTES = 1 << 16;
  static final int BLOCK_BYTES_MAX = 1 << 18;

  /** A frame of the longest message and its header; more than any port takes. */
  static final int FRAME_BYTES_MAX = (1 << 16) + 256;

  static final int VALUE_BYTES_MAX = (1 << 16) - 1;
  static final int CHUNK_BYTES = 1 << 15;
  static final int REGISTERS_MAX = 1 << 13;

  static final int STARTED = 1;
  static final int CHUNK = 2;
  static final int ARRIVED = 3;
  static final int BOOTED = 4;
  static final int TICKED = 5;
  static final int HAND_OVER = 6;
  static final int LINK_UP = 7;
  static final int LINK_DOWN = 8;
  static final int ASKED = 9;
  static final int PROPOSED = 10;
  static final int CHANGE_PROPOSED = 11;
  static final int SYNCED = 12;
  static final int PUMPED = 13;
  static final int STOPPED = 14;
  static final int DISK_REFUSED = 15;
  static final int PORT_REFUSED = 16;
  static final int DIGEST = 17;
  static final int ENDED = 18;
  static final int DOUBTED = 19;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[BLOCK_BYTES + BLOCK_BYTES / 4];
  private int length;
  private long lastNs;

  int length() {
    return length;
  }

  /** The block as it is now; the next one begins. */
  byte[] take() {
    byte[] block = Arrays.copyOf(bytes, length);
    length = 0;
    return block;
  }

  void header(InputHeader header) {
    raw(MAGIC, 0, MAGIC.length);
    varint(FORMAT);
    text(header.fabric());
    text(header.switchName());
    varint(header.node());
    varint(header.place());
  }

  private void text(String text) {
    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
    if (utf.length > InputHeader.TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a header text of " + utf.length + " bytes");
    }
    bytes(utf);
  }

  /**
   * Adds a record; of a start only its fixed part, without the chunks.
   *
   * @throws IllegalArgumentException if it is none that can be recorded
   */
  void add(Input input) {
    switch (input) {
      case Input.Started started -> {
        begin(STARTED, started.timeNs());
        varint(started.incarnation());
        fixed(started.seed());
        varint(started.logStart());
        varint(started.log().length);
        registers(started.registers());
      }
      case Input.Arrived arrived -> {
        if (arrived.frame().length > FRAME_BYTES_MAX) {
          throw new IllegalArgumentException("a frame of " + arrived.frame().length + " bytes");
        }
        begin(ARRIVED, arrived.timeNs());
        varint(arrived.program());
        bytes(arrived.frame());
      }
      case Input.Stepped(long timeNs, Event event) -> add(timeNs, event);
      case Input.Synced(long timeNs) -> begin(SYNCED, timeNs);
      case Input.Pumped(long timeNs) -> begin(PUMPED, timeNs);
      case Input.Stopped(long timeNs) -> begin(STOPPED, timeNs);
      case Input.Doubted(long timeNs) -> begin(DOUBTED, timeNs);
      case Input.Refused(long timeNs, Input.Asked by, long count) -> {
        begin(by == Input.Asked.DISK ? DISK_REFUSED : PORT_REFUSED, timeNs);
        varint(count);
      }
      case Input.Digest(long timeNs, long inputs, long digest) -> {
        begin(DIGEST, timeNs);
        varint(inputs);
        fixed(digest);
      }
      case Input.Ended(long timeNs, long lost) -> {
        begin(ENDED, timeNs);
        varint(lost);
      }
    }
  }

  private void registers(long[] registers) {
    if (registers.length > REGISTERS_MAX) {
      throw new IllegalArgumentException(registers.length + " registers");
    }
    varint(registers.length);
    for (long each : registers) {
      fixed(each);
    }
  }

  private void add(long timeNs, Event event) {
    switch (event) {
      case Event.Booted booted -> begin(BOOTED, timeNs);
      case Event.Ticked ticked -> begin(TICKED, timeNs);
      case Event.Received received ->
          throw new IllegalArgumentException("a message is recorded as the frame that it came in");
      case Event.HandOver(int node) -> {
        begin(HAND_OVER, timeNs);
        varint(node);
      }
      case Event.Link(int node, boolean up) -> {
        begin(up ? LINK_UP : LINK_DOWN, timeNs);
        varint(node);
      }
      case Event.Asked(Value query) -> add(ASKED, timeNs, query);
      case Event.Proposed(Value value) ->
          add(value.isChange() ? CHANGE_PROPOSED : PROPOSED, timeNs, value);
    }
  }

  private void add(int kind, long timeNs, Value value) {
    boolean asked = kind == ASKED && value.isChange();
    if (value.isNoop() || value.isBatch() || asked || value.bytes().length > VALUE_BYTES_MAX) {
      throw new IllegalArgumentException("nobody asks for " + value);
    }
    begin(kind, timeNs);
    fixed(value.session());
    fixed(value.sequence());
    bytes(value.bytes());
  }

  /** Adds a part of what a disk gave back. */
  void chunk(long timeNs, byte[] from, int at, int count) {
    begin(CHUNK, timeNs);
    varint(count);
    raw(from, at, count);
  }

  private void begin(int kind, long timeNs) {
    boolean first = length == 0;
    room(1);
    bytes[length++] = (byte) kind;
    long difference = first ? timeNs : timeNs - lastNs;
    varint(difference << 1 ^ difference >> 63);
    lastNs = timeNs;
  }

  private void bytes(byte[] from) {
    varint(from.length);
    raw(from, 0, from.length);
  }

  private void raw(byte[] from, int at, int count) {
    room(count);
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  private void fixed(long word) {
    room(Long.BYTES);
    LONGS.set(bytes, length, word);
    length += Long.BYTES;
  }

  private void varint(long word) {
    room(10);
    long rest = word;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }
}
