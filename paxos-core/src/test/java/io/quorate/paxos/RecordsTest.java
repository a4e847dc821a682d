package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import io.quorate.paxos.store.StoreRecord.Delivered;
import io.quorate.paxos.store.StoreRecord.Promised;
import io.quorate.paxos.store.StoreRecord.Started;
import io.quorate.paxos.store.StoreRecord.Voted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written down, and when a log is so long that a checkpoint is due. */
final class RecordsTest {

  /** A log that is shorter is not worth a checkpoint. */
  private static final int SHORT_BYTES = 4096;

  private static final Ballot BALLOT = new Ballot(3, 2);

  private final Effects effects = new Effects();
  private final Records records = new Records(Durability.DURABLE);

  private static Value value(int bytes) {
    return Value.of(7, 1, new byte[bytes]);
  }

  /** A vote whose record is so long. */
  private static Voted voteOf(int recordBytes) {
    int others = RecordCodec.length(new Voted(BALLOT, 5, value(0)));
    return new Voted(BALLOT, 5, value(recordBytes - others));
  }

  private static Checkpoint checkpoint(int stateBytes) {
    return new Checkpoint(1, BALLOT, 6, 6, new byte[stateBytes], List.of());
  }

  private void write(Voted vote) {
    records.voted(vote.ballot(), vote.slot(), vote.value(), effects);
  }

  @Test
  void whatMustNotBeForgottenIsWrittenDown() {
    records.started(4, effects);
    records.promised(BALLOT, effects);
    records.voted(BALLOT, 5, value(3), effects);

    assertThat(effects)
        .containsExactly(
            new Effect.Store(new Started(4)),
            new Effect.Store(new Promised(BALLOT)),
            new Effect.Store(new Voted(BALLOT, 5, value(3))));
    assertThat(records.incarnation()).isEqualTo(4);
  }

  @Test
  void aVolatileMemberWritesNothing() {
    Records none = new Records(Durability.VOLATILE);
    none.started(4, effects);
    none.promised(BALLOT, effects);
    none.voted(BALLOT, 5, value(3), effects);
    none.delivered(5, value(3), null, effects);
    none.replayed(voteOf(2 * SHORT_BYTES));

    assertThat(effects).isEmpty();
    assertThat(none.incarnation()).isEqualTo(4);
    assertThat(none.areMany()).isFalse();
  }

  @Test
  void aValueIsWrittenOnceIfTheOwnVoteWasForIt() {
    records.delivered(5, value(3), value(3), effects);
    records.delivered(6, value(3), value(4), effects);
    records.delivered(7, value(3), null, effects);

    assertThat(effects)
        .containsExactly(
            new Effect.Store(new Delivered(5, null)),
            new Effect.Store(new Delivered(6, value(3))),
            new Effect.Store(new Delivered(7, value(3))));
  }

  @Test
  void aCheckpointIsDueAfterFourKibibytes() {
    write(voteOf(SHORT_BYTES - 100));
    assertThat(records.areMany()).isFalse();
    write(voteOf(99));
    assertThat(records.areMany()).isFalse();
    records.promised(BALLOT, effects);
    assertThat(records.areMany()).isTrue();

    records.checkpoint(checkpoint(10), effects);
    assertThat(records.areMany()).isFalse();
    write(voteOf(SHORT_BYTES));
    assertThat(records.areMany()).isTrue();
  }

  @Test
  void afterALargeCheckpointTheLogMayBeAsLong() {
    int large = RecordCodec.length(checkpoint(10_000));
    records.checkpoint(checkpoint(10_000), effects);

    write(voteOf(large - 100));
    write(voteOf(99));
    assertThat(records.areMany()).isFalse();
    write(voteOf(100));
    assertThat(records.areMany()).isTrue();
  }

  @Test
  void whatAStoreHeldCountsAsWritten() {
    int large = RecordCodec.length(checkpoint(10_000));
    records.replayed(checkpoint(10_000));
    assertThat(records.areMany()).as("the checkpoint itself is no log").isFalse();
    records.replayed(voteOf(large - 100));
    assertThat(records.areMany()).isFalse();
    StoreRecord last = voteOf(100);
    records.replayed(last);
    assertThat(records.areMany()).isTrue();
  }
}
