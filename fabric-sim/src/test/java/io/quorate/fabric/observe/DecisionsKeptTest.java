package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.StoreRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionsKeptTest {

  private static final Value A = Value.of(7, 1, "a".getBytes(StandardCharsets.US_ASCII));
  private static final Value B = Value.of(7, 2, "b".getBytes(StandardCharsets.US_ASCII));

  private final Reports reports = new Reports();
  private final DecisionsKept decisions = new DecisionsKept(reports::report);

  private void stored(int node, StoreRecord... records) {
    decisions.durable(node, List.of(records));
  }

  private static StoreRecord vote(int round, Value value) {
    return new StoreRecord.Voted(new Ballot(round, 1), 5, value);
  }

  @Test
  void theOwnVoteOrTheValueItselfMayBeKept() {
    stored(1, vote(0, A), vote(1, B), new StoreRecord.Delivered(5, null));
    stored(2, vote(0, A), new StoreRecord.Delivered(5, B));
    stored(3, new StoreRecord.Delivered(5, B));

    reports.assertSilent();
  }

  @Test
  void aVoteForAnotherValueMayNot() {
    stored(1, vote(1, B), new StoreRecord.Delivered(5, null));
    stored(2, vote(0, A), new StoreRecord.Delivered(5, null));

    reports.assertReported("stored what was delivered");
  }

  @Test
  void thereMustBeAVote() {
    stored(1, new StoreRecord.Delivered(5, null));

    reports.assertReported("stored what was delivered");
  }
}
