package io.quorate.paxos.store;

import java.util.List;

/**
 * What a node's store gives back when the node starts.
 *
 * @param records all that was durable, in the order in which it was written, from the last
 *     checkpoint on
 */
public record Recovered(List<StoreRecord> records) {

  /** Of a node that starts for the first time, or that has never written anything down. */
  public static final Recovered NOTHING = new Recovered(List.of());

  public Recovered {
    int from = records.size() - 1;
    while (from > 0 && !(records.get(from) instanceof StoreRecord.Checkpoint)) {
      from--;
    }
    records = List.copyOf(records.subList(Math.max(0, from), records.size()));
  }

  /** The last start of the node that has left a trace; 0 without any. */
  public int incarnation() {
    int incarnation = 0;
    for (StoreRecord record : records) {
      if (record instanceof StoreRecord.Started started) {
        incarnation = started.incarnation();
      } else if (record instanceof StoreRecord.Checkpoint checkpoint) {
        incarnation = checkpoint.incarnation();
      }
    }
    return incarnation;
  }
}
