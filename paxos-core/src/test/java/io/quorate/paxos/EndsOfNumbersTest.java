package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.Decoder;
import io.quorate.paxos.wire.Encoder;
import io.quorate.paxos.wire.EtherType;
import io.quorate.paxos.wire.Sizes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every field has a last value; what stands there, or would stand behind it. */
final class EndsOfNumbersTest {

  private static final Ballot LAST_BALLOT = new Ballot(Integer.MAX_VALUE, ReplicaConfig.ID_MAX);

  private static Envelope from(int sender, Message message) {
    return new Envelope(1, sender, 1, message);
  }

  private static Cluster booted() {
    Cluster cluster = new Cluster(Setup.of(3).machine(true));
    cluster.stabilize();
    return cluster;
  }

  private static Decoded overTheWire(Envelope envelope) {
    byte[] frame = Encoder.encode(envelope);
    return Decoder.decode(EtherType.of(envelope.message()).code(), frame, 0, frame.length);
  }

  @Test
  void theLastRoundIsABallotLikeAnyOtherAndNobodyStandsAboveIt() {
    assertThat(Ballot.ofPacked(LAST_BALLOT.packed())).isEqualTo(LAST_BALLOT);
    assertThat(LAST_BALLOT).isGreaterThan(new Ballot(Integer.MAX_VALUE, 1));
    assertThat(LAST_BALLOT.packed()).isPositive();
    Cluster c = booted();
    c.step(3, new Event.Received(from(2, new Message.Nack(new Ballot(Integer.MAX_VALUE, 2)))));

    for (int tick = 0; tick < 100; tick++) {
      assertThat(c.tick(3)).noneMatch(effect -> effect.toString().contains("Canvass"));
    }
  }

  @Test
  void theLastSlotsAreOutOfEveryWindow() {
    Cluster c = booted();
    long before = c.replica(3).counters().outOfWindow();
    Ballot ballot = new Ballot(0, 1);
    Value value = Value.of(7, 1, new byte[] {1});
    for (long slot : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - (1 << 16)}) {
      c.step(3, new Event.Received(from(1, new Message.Learn(ballot, slot))));
      c.step(3, new Event.Received(from(1, new Message.Chosen(slot, value))));
      assertThat(c.step(3, new Event.Received(from(1, new Message.Repair(slot, 0xFFFF)))))
          .isEmpty();
    }

    assertThat(c.replica(3).counters().outOfWindow()).isEqualTo(before + 6);
    assertThat(c.replica(3).nextSlot()).isZero();
    c.propose(1, 7, 1, "put k v");
    c.stabilize();
    assertThat(c.replica(3).nextSlot()).isOne();
  }

  @Test
  void aPromiseFromTheLastSlotHasNoVotes() {
    Cluster c = booted();
    Message prepare = new Message.Prepare(new Ballot(1, 2), Long.MAX_VALUE);

    assertThat(c.step(3, new Event.Received(from(2, prepare))))
        .filteredOn(
            effect ->
                effect instanceof Effect.Send(_, Message.Promise promise)
                    && promise.votes().isEmpty()
                    && promise.last())
        .hasSize(1);
  }

  @Test
  void theLastGroupAndNodeIdsAreIdsLikeAnyOther() {
    int id = ReplicaConfig.ID_MAX;
    ReplicaConfig config =
        new ReplicaConfig(
            id,
            id,
            List.of(id),
            id,
            Quorums.majority(1),
            Timing.DEFAULT,
            Limits.DEFAULT,
            Durability.VOLATILE);
    Replica replica = new Replica(config, null, new SplittableRandom(1));
    replica.step(new Event.Booted());
    Envelope request = new Envelope(id, 0, 0, new Message.Client(Value.of(-1, 0, new byte[0])));

    assertThat(replica.step(new Event.Received(request)))
        .anyMatch(effect -> effect instanceof Effect.Deliver);
    assertThat(overTheWire(replica.envelope(new Message.Prepare(LAST_BALLOT, 3))))
        .isEqualTo(new Decoded.Frame(new Envelope(id, id, 1, new Message.Prepare(LAST_BALLOT, 3))));
  }

  @Test
  void theLongestValueFillsItsLengthField() {
    Value longest = Value.of(1, 2, new byte[Sizes.VALUE_MAX]);
    Envelope accept = from(1, new Message.Accept(LAST_BALLOT, Long.MAX_VALUE, longest));
    assertThat(overTheWire(accept)).isEqualTo(new Decoded.Frame(accept));
  }

  @Test
  void theLongestBatchFillsItsLengthField() {
    int rest = Sizes.VALUE_MAX - 2 * 18 - 1;
    Value batch =
        Value.batch(List.of(Value.of(1, -1, new byte[1]), Value.of(-1, 1, new byte[rest])));
    assertThat(batch.bytes()).hasSize(Sizes.VALUE_MAX);
    Envelope chosen = from(1, new Message.Chosen(7, batch));
    assertThat(overTheWire(chosen)).isEqualTo(new Decoded.Frame(chosen));
    assertThat(batch.parts()).last().extracting(part -> part.bytes().length).isEqualTo(rest);
  }

  @Test
  void aRepairAsksForAsManySlotsAsSixteenBitsCount() {
    Envelope repair = from(3, new Message.Repair(Long.MAX_VALUE, 0xFFFF));
    assertThat(overTheWire(repair)).isEqualTo(new Decoded.Frame(repair));
    assertThat(overTheWire(from(3, new Message.Repair(0, 0x10000))))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void theLastByteOfTheLargestSnapshotHasAnOffset() {
    SnapshotName largest = new SnapshotName(Long.MAX_VALUE, Integer.MAX_VALUE, -1);
    Envelope piece = from(1, new Message.Piece(largest, Integer.MAX_VALUE - 1, new byte[1]));
    assertThat(overTheWire(piece)).isEqualTo(new Decoded.Frame(piece));
  }

  @Test
  void aSnapshotLargerThanTheLimitIsNotFetched() {
    Cluster c = booted();
    SnapshotName largest = new SnapshotName(Long.MAX_VALUE, Integer.MAX_VALUE, -1);
    Message piece = new Message.Piece(largest, Integer.MAX_VALUE - 1, new byte[1]);
    assertThat(c.step(3, new Event.Received(from(1, piece)))).isEmpty();
  }
}
