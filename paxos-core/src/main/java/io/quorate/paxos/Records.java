package io.quorate.paxos;

import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes down, in durable mode, what this node must not forget; in volatile mode nothing at all.
 *
 * <p>Each method stands next to the change that it records, before anything that follows from the
 * change. That is the whole of durability in the core: {@link Effect} tells why it is enough.
 */
final class Records {

  /** A shorter log is not worth a checkpoint. */
  private static final int LOG_BYTES_MIN = 1 << 12;

  private final boolean durable;
  private int incarnation;
  private long logBytes;
  private long checkpointBytes;

  Records(Durability durability) {
    this.durable = durability == Durability.DURABLE;
  }

  boolean areKept() {
    return durable;
  }

  /** Which start of the node this is. */
  int incarnation() {
    return incarnation;
  }

  /** The node was started. */
  void started(int now, Effects out) {
    incarnation = now;
    if (durable) {
      write(new StoreRecord.Started(now), out);
    }
  }

  void promised(Ballot ballot, Effects out) {
    if (durable) {
      write(new StoreRecord.Promised(ballot), out);
    }
  }

  void voted(Ballot ballot, long slot, Value value, Effects out) {
    if (durable) {
      write(new StoreRecord.Voted(ballot, slot, value), out);
    }
  }

  /**
   * The slot is about to be delivered.
   *
   * @param voted value of the own vote for the slot, null if there is none: mostly the chosen one,
   *     which need not be written twice
   */
  void delivered(long slot, Value value, @Nullable Value voted, Effects out) {
    if (durable) {
      boolean known = voted != null && value.equals(voted);
      write(new StoreRecord.Delivered(slot, known ? null : value), out);
    }
  }

  /**
   * True if more was written since the last checkpoint than that took: so the store holds no more
   * than some checkpoints' size, and each byte of the log is paid for once more at most.
   */
  boolean areMany() {
    return durable && logBytes >= Math.max(LOG_BYTES_MIN, checkpointBytes);
  }

  void checkpoint(StoreRecord.Checkpoint checkpoint, Effects out) {
    assert durable : "a checkpoint of what is not kept";
    checkpointBytes = write(checkpoint, out);
    logBytes = 0;
  }

  /** Notes what a store held that this replica was made of. */
  void replayed(StoreRecord record) {
    long bytes = RecordCodec.length(record);
    if (record instanceof StoreRecord.Checkpoint) {
      checkpointBytes = bytes;
    } else {
      logBytes += bytes;
    }
  }

  private long write(StoreRecord record, Effects out) {
    out.add(new Effect.Store(record));
    long bytes = RecordCodec.length(record);
    logBytes += bytes;
    return bytes;
  }
}
