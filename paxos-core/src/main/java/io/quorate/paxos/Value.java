package io.quorate.paxos;

import io.quorate.paxos.wire.BatchBytes;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a slot is filled with: opaque bytes of a client, named by session and sequence, several of
 * these as a batch, or a no-op that fills a gap.
 *
 * <p>The bytes belong to the value once it is made: nobody changes them afterwards.
 */
public sealed class Value {

  // A value's kind is its class: a field for it would make every value eight bytes longer.

  private static final class Noop extends Value {
    Noop() {
      super(0, 0, new byte[0]);
    }
  }

  private static final class Batch extends Value {
    Batch(byte[] bytes) {
      super(0, 0, bytes);
    }
  }

  private static final class Change extends Value {
    Change(long session, long sequence, byte[] bytes) {
      super(session, sequence, bytes);
    }
  }

  /** Fills a slot for which no client's value is known. */
  public static final Value NOOP = new Noop();

  private final long session;
  private final long sequence;
  private final byte[] bytes;

  private Value(long session, long sequence, byte[] bytes) {
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
    return new Value(session, sequence, bytes);
  }

  /**
   * Several values in one slot, to be executed one after the other.
   *
   * @param values at least two, of clients
   */
  public static Value batch(List<Value> values) {
    assert values.size() > 1 : "a batch of " + values.size();
    return new Batch(BatchBytes.write(values));
  }

  /**
   * Several values in one slot.
   *
   * @param bytes as {@code BatchBytes} writes them, and not otherwise; given away
   */
  public static Value batch(byte[] bytes) {
    assert BatchBytes.isWellFormed(bytes, 0, bytes.length) : "not a batch";
    return new Batch(bytes);
  }

  public boolean isBatch() {
    return this instanceof Batch;
  }

  /** The values that the slot stands for, in the order in which they are executed. */
  public List<Value> parts() {
    return isBatch() ? BatchBytes.read(bytes) : List.of(this);
  }

  /**
   * A change of the group's configuration; a client like any other asks for it.
   *
   * @param session client id
   * @param sequence number of the request within its session
   * @param bytes the configuration as {@code ConfigurationBytes} writes it; given away
   */
  public static Value change(long session, long sequence, byte[] bytes) {
    return new Change(session, sequence, bytes);
  }

  public boolean isNoop() {
    return this instanceof Noop;
  }

  /** True if it is not for the service but for the group itself: its next configuration. */
  public boolean isChange() {
    return this instanceof Change;
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
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof Value that
            && getClass() == that.getClass()
            && session == that.session
            && sequence == that.sequence
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public final int hashCode() {
    long name = (session * 0xc2b2ae3d27d4eb4fL + sequence) * 0x9e3779b185ebca87L;
    return (int) (name >>> 32) + Arrays.hashCode(bytes);
  }

  @Override
  public final String toString() {
    if (isNoop()) {
      return "noop";
    }
    return isBatch()
        ? "batch " + parts()
        : Long.toHexString(session) + ":" + sequence + " " + text();
  }

  private String text() {
    if (isChange()) {
      Configuration next = ConfigurationBytes.read(bytes);
      return "change to " + (next == null ? "nothing" : next);
    }
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return "0x" + HexFormat.of().formatHex(bytes);
      }
    }
    return "'" + new String(bytes, java.nio.charset.StandardCharsets.US_ASCII) + "'";
  }
}
