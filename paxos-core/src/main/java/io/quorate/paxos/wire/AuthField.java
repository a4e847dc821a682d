package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.i64;
import static io.quorate.paxos.wire.Layout.put32;
import static io.quorate.paxos.wire.Layout.put64;
import static io.quorate.paxos.wire.Layout.u16;

import java.util.Arrays;

/**
 * The header's field for a message authentication code. The encoder writes zero there and the
 * decoder does not look at it, but for the checksum, which covers it: codes are put on and checked
 * where frames leave and enter a process, and nothing in between knows of them.
 */
public final class AuthField {

  private AuthField() {}

  /**
   * Where the message ends that the frame holds; −1 if the frame is shorter than that. Nothing else
   * about it is checked.
   *
   * @param at where the header begins
   * @param end where the frame ends, at most {@code bytes.length}
   */
  public static int messageEnd(byte[] bytes, int at, int end) {
    if (end - at < Layout.HEADER_BYTES) {
      return -1;
    }
    int messageEnd = at + Layout.HEADER_BYTES + u16(bytes, at + Layout.LENGTH);
    return messageEnd <= end ? messageEnd : -1;
  }

  /** Node id that the message says it is from; 0 for a client. */
  public static int sender(byte[] bytes, int at) {
    return u16(bytes, at + Layout.SENDER);
  }

  /**
   * What a code is made of: the EtherType, the header with zeros in place of the code and of the
   * checksum, the value. Not the MAC addresses and not the padding.
   *
   * @param messageEnd as {@link #messageEnd} gives it
   */
  public static byte[] covered(int etherType, byte[] bytes, int at, int messageEnd) {
    byte[] covered = new byte[2 + messageEnd - at];
    covered[0] = (byte) (etherType >>> 8);
    covered[1] = (byte) etherType;
    System.arraycopy(bytes, at, covered, 2, messageEnd - at);
    Arrays.fill(covered, 2 + Layout.AUTH, 2 + Layout.HEADER_BYTES, (byte) 0);
    return covered;
  }

  /** The code in the frame; 0 if there is none. */
  public static long get(byte[] bytes, int at) {
    return i64(bytes, at + Layout.AUTH);
  }

  /** Writes a code, and the checksum that then belongs to the frame. */
  public static void put(int etherType, byte[] bytes, int at, long code) {
    put64(bytes, at + Layout.AUTH, code);
    int valueBytes = u16(bytes, at + Layout.LENGTH);
    put32(bytes, at + Layout.CRC, Checksum.of(etherType, bytes, at, valueBytes));
  }
}
