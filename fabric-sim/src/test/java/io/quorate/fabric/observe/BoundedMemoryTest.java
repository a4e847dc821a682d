package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three members with majorities: any two have met any leader. */
class BoundedMemoryTest {

  private static final Ballot BALLOT = new Ballot(0, 1);
  private static final int WINDOW = 4;

  private final Reports reports = new Reports();
  private final Changes changes =
      new Changes(Configuration.of(List.of(1, 2, 3), Quorums.majority(3)), WINDOW, reports::report);
  private final BoundedMemory memory = new BoundedMemory(WINDOW, changes, reports::report);

  private void deliver(int node, long fromSlot, long endSlot) {
    for (long slot = fromSlot; slot < endSlot; slot++) {
      memory.delivered(node, new Effect.Deliver(slot, Value.NOOP, Outcome.NOOP, 0));
    }
  }

  private void vote(int node, long slot) {
    memory.sent(node, 0, new Message.Learn(BALLOT, slot, Incarnations.FIRST));
  }

  private void watermark(long below) {
    memory.sent(1, 0, new Message.Trust(BALLOT, below, below, 0));
  }

  @Test
  void aWatermarkThatTwoHaveReachedIsFine() {
    deliver(1, 0, 3);
    deliver(3, 0, 2);
    watermark(2);

    reports.assertSilent();
  }

  @Test
  void aWatermarkThatOnlyItsLeaderHasReachedIsNot() {
    deliver(1, 0, 3);
    deliver(3, 0, 2);
    watermark(3);

    reports.assertReported("watermark");
  }

  @Test
  void aSnapshotCountsAsDelivered() {
    deliver(1, 0, 9);
    memory.installed(2, new Effect.Installed(0, 9, 0));
    watermark(9);

    reports.assertSilent();
  }

  @Test
  void aWindowAboveTheWatermarkMayBeVotedFor() {
    deliver(1, 0, 2);
    deliver(2, 0, 2);
    watermark(2);
    vote(2, 1 + WINDOW);

    reports.assertSilent();
  }

  @Test
  void aPlaceIsNotUsedAgainBeforeTheWatermarkHasPassedIt() {
    deliver(1, 0, 2);
    deliver(2, 0, 3);
    watermark(2);
    vote(2, 2 + WINDOW);

    reports.assertReported("bounded memory");
  }

  @Test
  void norBeforeItsSlotIsDeliveredThere() {
    deliver(1, 0, 2);
    deliver(2, 0, 2);
    deliver(3, 0, 1);
    watermark(2);
    vote(3, 1 + WINDOW);

    reports.assertReported("bounded memory");
  }
}
