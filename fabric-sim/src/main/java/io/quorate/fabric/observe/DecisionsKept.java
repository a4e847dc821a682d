package io.quorate.fabric.observe;

import io.quorate.paxos.Value;
import io.quorate.paxos.store.StoreRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What members have written down as delivered is the same value for a slot, whoever wrote it. A
 * record may say that it is the value of the own vote; what that vote was for is known here, so
 * that a wrong record is seen when it is written, and not only when a start makes something of it.
 */
public final class DecisionsKept implements Observer {

  private record Vote(int node, long slot) {}

  private final Report report;
  private final Map<Vote, Value> votes = new LinkedHashMap<>();
  private final Map<Long, Value> delivered = new LinkedHashMap<>();

  public DecisionsKept(Report report) {
    this.report = report;
  }

  @Override
  public void durable(int node, List<StoreRecord> records) {
    for (StoreRecord record : records) {
      if (record instanceof StoreRecord.Voted vote) {
        votes.put(new Vote(node, vote.slot()), vote.value());
      } else if (record instanceof StoreRecord.Delivered done) {
        Value voted = votes.remove(new Vote(node, done.slot()));
        kept(node, done.slot(), done.value() == null ? voted : done.value());
      }
    }
  }

  private void kept(int node, long slot, @Nullable Value value) {
    Value before = value == null ? null : delivered.putIfAbsent(slot, value);
    if (value == null || (before != null && !before.equals(value))) {
      report.violation(
          "stored what was delivered",
          "node " + node + " has " + value + " on its disk for slot " + slot + ", not " + before);
    }
  }
}
