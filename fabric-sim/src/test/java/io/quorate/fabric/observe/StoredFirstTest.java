package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said before it is stored is reported, each thing that can be said by itself. */
class StoredFirstTest {

  private static final Ballot BOOT = new Ballot(0, 1);
  private static final Ballot HIGH = new Ballot(1, 2);
  private static final Value A = Value.of(7, 1, "a".getBytes(StandardCharsets.US_ASCII));

  private final Reports reports = new Reports();
  private final StoredFirst observer = new StoredFirst(3, BOOT, reports::report);

  private void stored(StoreRecord... records) {
    observer.durable(2, List.of(records));
  }

  private void sent(Message message) {
    observer.sent(2, 0, message);
  }

  private static Message.Promise promise() {
    return new Message.Promise(HIGH, 0, List.of(), 0, true, 0, 0, Incarnations.FIRST);
  }

  @Test
  void whatIsStoredMayBeSaid() {
    stored(new StoreRecord.Promised(HIGH));
    sent(promise());
    stored(new StoreRecord.Voted(HIGH, 0, A));
    sent(new Message.Learn(HIGH, 0));
    stored(new StoreRecord.Delivered(0, null));
    observer.delivered(2, ObserversTest.delivery(0, A));
    sent(new Message.Reply(A));
    sent(new Message.Ack(HIGH, 1, 0));
    sent(new Message.Trust(HIGH, 1, 0, 0));

    reports.assertSilent();
  }

  @Test
  void aMemberMayFollowItsFirstLeaderWithoutAnyRecord() {
    sent(new Message.Ack(BOOT, 0, 0));

    reports.assertSilent();
  }

  @Test
  void aPromiseThatIsNotStored() {
    sent(promise());

    reports.assertReported("stored first");
  }

  @Test
  void aCandidacyIsAPromiseToo() {
    sent(new Message.Prepare(HIGH, 0));

    reports.assertReported("stored first");
  }

  @Test
  void aVoteThatIsNotStored() {
    stored(new StoreRecord.Promised(HIGH));
    sent(new Message.Learn(HIGH, 0));

    reports.assertReported("stored first");
  }

  @Test
  void aVoteOfWhichOnlyAnEarlierOneIsStored() {
    stored(new StoreRecord.Voted(BOOT, 0, A));
    sent(new Message.Learn(HIGH, 0));

    reports.assertReported("stored first");
  }

  @Test
  void aVoteThatAnotherNodeHasStored() {
    observer.durable(3, List.of(new StoreRecord.Voted(HIGH, 0, A)));
    sent(new Message.Learn(HIGH, 0));

    reports.assertReported("stored first");
  }

  @Test
  void anAckOfDeliveriesThatAreNotStored() {
    stored(new StoreRecord.Promised(HIGH), new StoreRecord.Voted(HIGH, 0, A));
    sent(new Message.Ack(HIGH, 1, 0));

    reports.assertReported("stored first");
  }

  @Test
  void aHeartbeatThatTellsOfThem() {
    stored(new StoreRecord.Voted(BOOT, 0, A));
    sent(new Message.Trust(BOOT, 1, 0, 0));

    reports.assertReported("stored first");
  }

  @Test
  void aDeliveryThatIsNotStored() {
    stored(new StoreRecord.Voted(HIGH, 0, A));
    observer.delivered(2, ObserversTest.delivery(0, A));

    reports.assertReported("stored first");
  }

  @Test
  void anAnswerBeforeItsNodeHasStoredTheDelivery() {
    observer.durable(3, List.of(new StoreRecord.Delivered(0, A)));
    observer.delivered(3, ObserversTest.delivery(0, A));
    sent(new Message.Reply(A));

    reports.assertReported("stored first");
  }

  @Test
  void aSnapshotThatIsNoCheckpointYet() {
    observer.installed(2, new Effect.Installed(0, 5, 0));

    reports.assertReported("stored first");
  }
}
