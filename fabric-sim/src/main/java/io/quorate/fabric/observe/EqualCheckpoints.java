package io.quorate.fabric.observe;

import io.quorate.paxos.store.StoreRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What replicas store as their state after the same slots is the same, byte for byte: the
 * machine's, and all that goes with it, sessions and configurations, wherever the replica has it
 * from.
 */
public final class EqualCheckpoints implements Observer {

  private record Stored(int node, ByteBuffer state) {}

  /** The state of whoever has stored it first, by the slot that comes next. */
  private final Map<Long, Stored> states = new LinkedHashMap<>();

  private final Report report;

  public EqualCheckpoints(Report report) {
    this.report = report;
  }

  @Override
  public void durable(int node, List<StoreRecord> records) {
    for (StoreRecord record : records) {
      if (record instanceof StoreRecord.Checkpoint checkpoint) {
        compare(node, checkpoint.nextSlot(), ByteBuffer.wrap(checkpoint.state()));
      }
    }
  }

  private void compare(int node, long nextSlot, ByteBuffer state) {
    Stored first = states.putIfAbsent(nextSlot, new Stored(node, state));
    if (first != null && !first.state().equals(state)) {
      report.violation(
          "equal checkpoints",
          "nodes %d and %d have stored different states before slot %d"
              .formatted(first.node(), node, nextSlot));
    }
  }
}
