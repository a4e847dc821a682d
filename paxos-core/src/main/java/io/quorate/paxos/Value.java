package io.quorate.paxos;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a slot is filled with: opaque bytes of a client, named by session and sequence, or a no-op
 * that fills a gap.
 *
 * <p>The bytes belong to the value once it is made: nobody changes them afterwards.
 */
public final class Value {

  /** Fills a slot for which no client's value is known. */
  public static final Value NOOP = new Value(true, 0, 0, new byte[0]);

  private final boolean noop;
  private final long session;
  private final long sequence;
  private final byte[] bytes;

  private Value(boolean noop, long session, long sequence, byte[] bytes) {
    this.noop = noop;
    this.session = session;
    this.sequence = sequence;
    this.bytes = bytes;
  }

  /**
   * A client's value.
   *
   * @param session client id
   * @param sequence number of the request within its session
   * @param bytes opaque; not copied, so the caller gives them away
   */
  public static Value of(long session, long sequence, byte[] bytes) {
    return new Value(false, session, sequence, bytes);
  }

  public boolean isNoop() {
    return noop;
  }

  public long session() {
    return session;
  }

  public long sequence() {
    return sequence;
  }

  /** The value's own bytes, not a copy; read only. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Value that
            && noop == that.noop
            && session == that.session
            && sequence == that.sequence
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    long name = (session * 0xc2b2ae3d27d4eb4fL + sequence) * 0x9e3779b185ebca87L;
    return (int) (name >>> 32) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return noop ? "noop" : Long.toHexString(session) + ":" + sequence + " " + text();
  }

  private String text() {
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return "0x" + HexFormat.of().formatHex(bytes);
      }
    }
    return "'" + new String(bytes, java.nio.charset.StandardCharsets.US_ASCII) + "'";
  }
}
