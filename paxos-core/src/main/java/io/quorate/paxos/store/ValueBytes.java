package io.quorate.paxos.store;

import io.quorate.paxos.Value;
import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.machine.SnapshotWriter;
import io.quorate.paxos.wire.BatchBytes;
import org.jspecify.annotations.Nullable;

/**
 * Values as records hold them:
 *
 * <pre>
 *   4 bytes   0 no value, and nothing follows; 1 a no-op, and nothing follows; 2 a client's value;
 *             3 a batch; 4 a change of the configuration
 *   8 bytes   session
 *   8 bytes   sequence
 *   4 bytes   length
 *   …         bytes
 * </pre>
 */
final class ValueBytes {

  private static final int NONE = 0;
  private static final int NOOP = 1;
  private static final int CLIENT = 2;
  private static final int BATCH = 3;
  private static final int CHANGE = 4;

  private ValueBytes() {}

  static int length(@Nullable Value value) {
    return value == null || value.isNoop()
        ? Integer.BYTES
        : 2 * Integer.BYTES + 2 * Long.BYTES + value.bytes().length;
  }

  static void write(@Nullable Value value, SnapshotWriter out) {
    if (value == null) {
      out.writeInt(NONE);
    } else if (value.isNoop()) {
      out.writeInt(NOOP);
    } else {
      out.writeInt(value.isBatch() ? BATCH : value.isChange() ? CHANGE : CLIENT);
      out.writeLong(value.session());
      out.writeLong(value.sequence());
      out.writeBytes(value.bytes());
    }
  }

  static @Nullable Value read(SnapshotReader in) {
    int kind = in.readInt();
    return switch (kind) {
      case NONE -> null;
      case NOOP -> Value.NOOP;
      case CLIENT -> Value.of(in.readLong(), in.readLong(), in.readBytes());
      case BATCH -> batch(in.readLong(), in.readLong(), in.readBytes());
      case CHANGE -> Value.change(in.readLong(), in.readLong(), in.readBytes());
      default -> throw new IllegalArgumentException("a value of unknown kind " + kind);
    };
  }

  private static Value batch(long session, long sequence, byte[] bytes) {
    if (session != 0 || sequence != 0 || !BatchBytes.isWellFormed(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException("a batch is cut short");
    }
    return Value.batch(bytes);
  }

  /** A value that must be there. */
  static Value readPresent(SnapshotReader in) {
    Value value = read(in);
    if (value == null) {
      throw new IllegalArgumentException("a vote without a value");
    }
    return value;
  }
}
