package io.quorate.paxos.store;

import java.util.List;

/**
 * What a node's store gives back when the node starts.
 *
 * @param records all that was durable, in the order in which it was written; those before the last
 *     checkpoint may be missing
 */
public record Recovered(List<StoreRecord> records) {

  /** Of a node that starts for the first time, or that has never written anything down. */
  public static final Recovered NOTHING = new Recovered(List.of());

  public Recovered {
    records = List.copyOf(records);
  }
}
