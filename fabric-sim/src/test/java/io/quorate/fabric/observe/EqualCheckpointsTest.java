package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.store.StoreRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EqualCheckpointsTest {

  private final Reports reports = new Reports();
  private final EqualCheckpoints checkpoints = new EqualCheckpoints(reports::report);

  private void stored(int node, long nextSlot, int state) {
    checkpoints.durable(
        node,
        List.of(
            new StoreRecord.Started(1),
            new StoreRecord.Checkpoint(
                1, new Ballot(0, 1), nextSlot, 0, new byte[] {(byte) state}, List.of())));
  }

  @Test
  void theSameStateAfterTheSameSlotsIsFine() {
    stored(1, 5, 7);
    stored(2, 5, 7);
    stored(2, 6, 8);

    reports.assertSilent();
  }

  @Test
  void anotherIsNot() {
    stored(1, 5, 7);
    stored(2, 6, 7);
    stored(3, 5, 8);

    reports.assertReported("equal checkpoints");
  }
}
